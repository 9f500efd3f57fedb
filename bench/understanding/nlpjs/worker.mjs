// The process of nlp.js, as bench/understanding/worker.py is of the others: node worker.mjs TASK RUN
import { readFileSync, writeFileSync } from "node:fs";
import { NlpManager } from "node-nlp";

const WARM_UP = 20; // phrases, not questions
const RANKED = 10;
const NONE = "None";

async function trained(phrases) {
  const manager = new NlpManager({
    languages: ["en"],
    forceNER: false,
    autoSave: false, // it would write its model into the folder
    nlu: { log: false },
  });
  for (const [text, label] of phrases) manager.addDocument("en", text, label);
  await manager.train();
  return manager;
}

async function answer(manager, text) {
  const result = await manager.process("en", text);
  const ranking = result.classifications
    .filter(({ intent }) => intent !== NONE)
    .slice(0, RANKED)
    .map(({ intent, score }) => [intent, score]);
  return { ranking, answered: result.intent === NONE ? [] : [result.intent] };
}

const [taskFile, runFile] = process.argv.slice(2);
const task = JSON.parse(readFileSync(taskFile, "utf8"));

const started = performance.now();
const processorStarted = process.cpuUsage();
const manager = await trained(task.phrases);
const training_seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(processorStarted); // microseconds
const training_processor_seconds = (user + system) / 1e6;
const memory_mb = process.memoryUsage.rss() / 1024 / 1024;

for (const [text] of task.phrases.slice(0, WARM_UP)) await answer(manager, text);
const answers = [];
const milliseconds = [];
for (const question of task.questions) {
  const asked = performance.now();
  answers.push(await answer(manager, question));
  milliseconds.push(performance.now() - asked);
}
writeFileSync(runFile, JSON.stringify({ answers, milliseconds, training_seconds, training_processor_seconds, memory_mb }));
