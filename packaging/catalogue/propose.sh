#!/usr/bin/env bash
# Opens a pull request with the catalog that import.sh wrote to the folder IN. RELEASES lists its new releases.
#
#   propose.sh IN
#
# This script may write to the repository, so it validates its input again.
set -euo pipefail
cd "$(dirname "$0")/../.."

in="$1"
[[ "$RELEASES" =~ ^20[0-9]{2}\.[0-9.]+(\ 20[0-9]{2}\.[0-9.]+)*$ ]] || { echo "::error::RELEASES does not list releases"; exit 1; }
branch="catalogue-${RELEASES##* }"
for name in atlas-lint-catalog.jsonl body.md; do
  [[ -f "$in/$name" && ! -L "$in/$name" ]] || { echo "::error::$name is missing"; exit 1; }
done

gh auth setup-git
found=0
git ls-remote --exit-code origin "refs/heads/$branch" > /dev/null || found=$?
case "$found" in
  0)
    echo "::notice::the branch $branch already exists"
    exit
    ;;
  2) ;;
  *) exit "$found" ;;
esac

cp "$in/atlas-lint-catalog.jsonl" content/
git switch --quiet --create "$branch"
git add content/atlas-lint-catalog.jsonl
git -c user.name="github-actions[bot]" -c user.email="41898282+github-actions[bot]@users.noreply.github.com" \
  commit --quiet --message "ATLAS ${RELEASES// /, }: the official files"
git push --quiet origin "HEAD:refs/heads/$branch"
gh pr create --head "$branch" --title "ATLAS ${RELEASES// /, }" --body-file "$in/body.md"
