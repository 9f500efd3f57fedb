"""Figures of others on the public sets, with their sources; nothing here was measured by us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

LEADERBOARD = "README of github.com/jianguoz/Few-Shot-Intent-Detection, 10-shot"
OUT_OF_SCOPE_SOURCE = "Larson et al., EMNLP-IJCNLP 2019 (aclanthology.org/D19-1131), table 2, Full"


@dataclass(frozen=True)
class Published:
    """Ten examples a class; accuracy in per cent on the test questions, by set."""

    name: str
    source: str
    accuracy: Mapping[str, float]


TEN_SHOT = (
    Published("ICDA (EACL 2023)", LEADERBOARD, {"CLINC150": 94.84, "BANKING77": 89.79, "HWU64": 87.41}),
    Published("CPFT (EMNLP 2021)", LEADERBOARD, {"CLINC150": 94.18, "BANKING77": 87.20, "HWU64": 87.13}),
    Published("USE+ConveRT (ACL 2020 NLP4ConvAI)", LEADERBOARD, {"CLINC150": 93.26, "BANKING77": 85.19, "HWU64": 85.83}),
)


@dataclass(frozen=True)
class PublishedOutOfScope:
    """CLINC150 with all of its 100 examples a class, in per cent."""

    name: str
    in_scope: float
    recall: float
    source: str = OUT_OF_SCOPE_SOURCE


OUT_OF_SCOPE = (
    PublishedOutOfScope("BERT, out of scope as a class of its own", 96.9, 40.3),
    PublishedOutOfScope("BERT, a threshold chosen on validation questions", 96.2, 52.3),
)
