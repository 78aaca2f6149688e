#!/usr/bin/env bash
# Runs atlas-lint for the event. The exit code is left to the last step, so that findings can be uploaded before it.
set -euo pipefail

fail() {
  echo "::error title=atlas-lint::$1"
  # Also an output: with continue-on-error, a missing exit code could be read as success.
  echo "exit-code=2" >> "$GITHUB_OUTPUT"
  exit 2
}

one_of() {
  local name="$1" value="$2" allowed
  shift 2
  for allowed in "$@"; do
    [[ "$value" != "$allowed" ]] || return 0
  done
  fail "the input $name must be one of: $*"
}

one_of fail-on "$INPUT_FAIL_ON" error warning never
one_of new-only "$INPUT_NEW_ONLY" auto always never
one_of sarif "$INPUT_SARIF" true false

unset CDPATH
cd "$GITHUB_WORKSPACE"
workspace="$(pwd -P)"
cd "./$INPUT_WORKING_DIRECTORY" 2> /dev/null || fail "the input working-directory is not a folder in the workspace"
[[ "$(pwd -P)/" == "$workspace"/* ]] || fail "the input working-directory is not a folder in the workspace"

is_commit() {
  git rev-parse --quiet --verify --end-of-options "$1^{commit}" > /dev/null 2>&1
}

since=""
if [[ "$INPUT_NEW_ONLY" != never ]]; then
  # Without the base, nothing is checked: reporting all findings would blame the change for old ones, and reporting
  # none would pass it.
  case "$GITHUB_EVENT_NAME" in
    pull_request)
      # The checkout is the merge of the pull request into its base, so its first parent is the current base. The base
      # in the event may be stale.
      git rev-parse --git-dir > /dev/null 2>&1 || fail "this is not a git repository; does actions/checkout come first?"
      [[ "$(git rev-parse HEAD)" == "$GITHUB_SHA" ]] \
        || fail "the checkout is not the merge commit of the pull request: remove ref from actions/checkout, or set new-only to never"
      is_commit 'HEAD^1' || fail "the base of the pull request is missing: set fetch-depth to 2 in actions/checkout"
      since='HEAD^1'
      ;;
    pull_request_target)
      # This event runs with the permissions of the base, and does not check out the pull request by default.
      fail "pull_request_target is not supported for new findings: use pull_request, or set new-only to never"
      ;;
    merge_group)
      [[ "$MERGE_GROUP_BASE" =~ ^([0-9a-f]{40}|[0-9a-f]{64})$ ]] || fail "the event has no valid base of the merge group"
      is_commit "$MERGE_GROUP_BASE" || fail "the base of the merge group is missing: set fetch-depth to 0 in actions/checkout"
      since="$MERGE_GROUP_BASE"
      ;;
    *)
      [[ "$INPUT_NEW_ONLY" != always ]] || fail "new-only is always, but this event has no base to compare with"
      ;;
  esac
fi

sarif=""
if [[ "$INPUT_SARIF" == true ]]; then
  if [[ -n "$since" ]]; then
    # Code scanning treats a file as the complete list: findings that it does not contain would be closed as fixed.
    echo "::notice title=atlas-lint::no SARIF upload: this run reports only new findings"
  elif [[ "$GITHUB_EVENT_NAME" == pull_request* ]] \
    && [[ "$HEAD_REPOSITORY" != "$GITHUB_REPOSITORY" || "$GITHUB_ACTOR" == 'dependabot[bot]' ]]; then
    echo "::notice title=atlas-lint::no SARIF upload: pull requests from forks and from dependabot have no write permission"
  else
    sarif="$RUNNER_TEMP/atlas-lint.sarif"
  fi
fi
rm -f "$RUNNER_TEMP/atlas-lint.sarif"

arguments=(check "--format=github" "--fail-on=$INPUT_FAIL_ON")
[[ -z "$INPUT_VAULT" ]] || arguments+=("--vault=$INPUT_VAULT")
[[ -z "$since" ]] || arguments+=("--new-since=$since")
[[ -z "$sarif" ]] || arguments+=("--output=sarif=$sarif")
# `read` only splits at white space. It expands no quotes, globs or substitutions.
words=()
while read -r -a line; do
  words+=(${line[@]+"${line[@]}"})
done <<< "$INPUT_ARGS"
for word in ${words[@]+"${words[@]}"}; do
  # Options that make the program check something else, or nothing, and exit with 0.
  case "$word" in
    -[!-]*[hV]* | -h* | -V* | --help | --version | --staged | --new-since* | --format* | --fix | --diff | --write-baseline*)
      fail "the input args must not contain $word"
      ;;
  esac
done
arguments+=(${words[@]+"${words[@]}"} --)
while IFS= read -r path; do
  path="${path%$'\r'}"
  [[ -z "$path" ]] || arguments+=("$path")
done <<< "$INPUT_PATHS"

code=0
"$PROGRAM" "${arguments[@]}" || code=$?

# The program writes the summary itself, unless it could not start.
if ((code > 1)) && [[ ! -s "$GITHUB_STEP_SUMMARY" ]]; then
  printf '### atlas-lint\n\nThe vault could not be checked. See the log for the reason.\n' >> "$GITHUB_STEP_SUMMARY"
fi

echo "exit-code=$code" >> "$GITHUB_OUTPUT"
if [[ -n "$sarif" && "$code" -le 1 && -s "$sarif" ]]; then
  echo "sarif-file=$sarif" >> "$GITHUB_OUTPUT"
fi
