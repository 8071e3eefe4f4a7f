#!/bin/sh
# Runs a fuzz target, with the fixtures as seeds: tests/fuzz/run.sh TARGET [SECONDS]
# What it learns is kept in tests/fuzz/target/corpus, what fails in tests/fuzz/target/failed.
set -eu
cd "$(dirname "$0")"
target=$1
mkdir -p "target/corpus/$target" target/failed
TARGET=$target cargo run --release --locked -- -max_total_time="${2:-600}" -max_len=4096 \
  -timeout=60 -print_final_stats=1 -artifact_prefix="target/failed/$target-" \
  "target/corpus/$target" ../../fixtures/*
