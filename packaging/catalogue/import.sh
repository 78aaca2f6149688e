#!/usr/bin/env bash
# Imports official ATLAS releases that are newer than the program's own catalog into the catalog of content/, and
# writes what a pull request needs to the folder OUT. Of GitHub's variables, only GITHUB_OUTPUT is used.
#
#   import.sh OUT
#
# Tags and files are untrusted: a tag must have the exact form below, and only the program reads a file.
set -euo pipefail
cd "$(dirname "$0")/../.."

out="$1"
source="mitre-atlas/atlas-data"
program="${ATLAS_LINT:-$PWD/target/release/atlas-lint}"
catalogue="content/atlas-lint-catalog.jsonl"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$out"

gh api "repos/$source/releases?per_page=100" --jq '.[] | select((.draft or .prerelease) | not) | .tag_name' > "$scratch/tags"
# Oldest first, because a release is compared with the one before it.
grep -E '^v20[0-9]{2}\.(0[1-9]|1[0-2])(\.[0-9]{1,2})?$' "$scratch/tags" | sort --version-sort > "$scratch/releases" || true
# No tag of the expected form means that the form has changed, not that there is nothing new.
[[ -s "$scratch/releases" ]] || { echo "::error::no release of $source has a tag such as v2026.05"; exit 1; }

state() {
  sha256sum "$catalogue" 2> /dev/null || true
}

imported=()
while IFS= read -r tag; do
  release="${tag#v}"
  # Already in the program's own catalog.
  ! grep -qF "| v6/ATLAS-$release.yaml |" src/catalog/SOURCE.md || continue
  gh release download "$tag" --repo "$source" --pattern "ATLAS-$release.yaml" --dir "$scratch"
  before="$(state)"
  (cd content && "$program" catalog import "$scratch/ATLAS-$release.yaml") > "$scratch/report"
  if [[ "$(state)" != "$before" ]]; then
    imported+=("$release")
    cat "$scratch/report" >> "$scratch/changes"
    echo >> "$scratch/changes"
  fi
done < "$scratch/releases"

if [[ ${#imported[@]} == 0 ]]; then
  echo "nothing new"
  exit
fi

code=0
"$program" check content --format=concise > "$scratch/findings" || code=$?
[[ "$code" -le 1 ]] || { echo "::error::content/ cannot be checked with the new catalog"; exit 1; }

cp "$catalogue" "$out/"
{
  echo "Official ATLAS releases, imported by \`atlas-lint catalog import\`. This adds facts only; no page in content/ is changed."
  echo
  echo "Tests do not start on a pull request that a workflow opens: close and reopen it to run them."
  echo
  echo "Output of \`atlas-lint check content\` with the new releases:"
  echo
  # Indented, because the content could close a fence.
  { head -c 20000 "$scratch/findings"; echo "exit code $code"; } | sed 's/^/    /'
  echo
  echo "Changes in ATLAS:"
  echo
  head -c 30000 "$scratch/changes" | sed 's/^/    /'
} > "$out/body.md"
echo "releases=${imported[*]}" >> "${GITHUB_OUTPUT:-/dev/stdout}"
