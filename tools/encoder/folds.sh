#!/usr/bin/env bash
# Encoders for cross-validation: each fine-tuned without a third of the voices, for
#   scr crossvalidate --folds FOLDER
# Usage: tools/encoder/folds.sh FOLDER   (with `make encoder`'s Python first on the PATH; twenty minutes on two cores)
set -euo pipefail
target=$1
here=$(dirname "$0")
voices=$(grep -rhoE 'voice: v[0-9]+_\w+' data | sed 's/voice: //' | sort -u)
for fold in 0 1 2; do
  held_out=$(awk -v fold="$fold" 'NR % 3 == fold' <<<"$voices" | paste -sd,)
  python "$here/finetune.py" "$target/weights-$fold" --hold-out "$held_out"
  python "$here/export.py" "$target/fold-$fold" --source "$target/weights-$fold"
  rm -r "$target/weights-$fold"
done
