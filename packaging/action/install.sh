#!/usr/bin/env bash
# Installs the released program, or builds the action's own checkout if no release has it.
#
# SHA256SUMS comes from the same place as the archive, so it guards against a broken download, but not against a
# forged release. The attestation does: it states that the release workflow of this repository built the file. It is
# verified if `gh` is installed, as on GitHub's runners.
set -euo pipefail

fail() {
  echo "::error title=atlas-lint::$1"
  exit 2
}

field() {
  sed -n "s/^$1 = \"\(.*\)\"\$/\1/p" "$GITHUB_ACTION_PATH/Cargo.toml" | head -n 1
}

own="$(field version)"
repository="$(field repository)"
slug="${repository#https://github.com/}"
version="${INPUT_VERSION:-$own}"
version="${version#v}"
[[ "$version" == source || "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] \
  || fail "the input version must be a version, such as $own, or \`source\`"

folder="$RUNNER_TEMP/atlas-lint-action"
rm -rf "$folder"
mkdir -p "$folder"

installed() {
  "$1" --version
  echo "program=$1" >> "$GITHUB_OUTPUT"
}

build() {
  command -v cargo > /dev/null || fail "$1, and cargo is not installed to build it"
  echo "$1; building it from the action's checkout"
  # Not in the workspace, whose .cargo/config.toml and rust-toolchain.toml must not apply.
  # Without the token, which is for gh: the build runs third-party code.
  (cd "$GITHUB_ACTION_PATH" && env -u GH_TOKEN cargo install --locked --path . --root "$folder" --bins)
  installed "$folder/bin/atlas-lint$suffix"
}

# Builds the action's own version if there is no binary. Other versions cannot be built.
build_instead() {
  [[ "$version" == "$own" ]] || fail "$1, and this action can only build $own"
  build "$1"
}

suffix=""
case "${RUNNER_OS:-}-${RUNNER_ARCH:-}" in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc suffix=.exe ;;
  Windows-*) target="" suffix=.exe ;;
  *) target="" ;;
esac
[[ "$version" != source ]] || { build "version is \`source\`"; exit; }
[[ -n "$target" ]] || { build_instead "there is no binary for ${RUNNER_OS:-this system} on ${RUNNER_ARCH:-this processor}"; exit; }

case "$target" in
  *-windows-*) archive="atlas-lint-v$version-$target.zip" ;;
  *) archive="atlas-lint-v$version-$target.tar.gz" ;;
esac
base="$repository/releases/download/v$version"
protocol="https"
# The tests serve a release from this machine. The variable is only a port, so it cannot name another host.
if [[ -n "${ATLAS_LINT_TEST_PORT:-}" ]]; then
  [[ "$ATLAS_LINT_TEST_PORT" =~ ^[0-9]+$ ]] || fail "ATLAS_LINT_TEST_PORT is not a number"
  base="http://127.0.0.1:$ATLAS_LINT_TEST_PORT/v$version"
  protocol="http"
fi

# Prints the HTTP status. If the server does not answer, the step fails instead of running something else.
download() {
  curl --proto "=$protocol" --proto-redir "=$protocol" --tlsv1.2 --location --silent --show-error --retry 3 \
    --connect-timeout 20 --max-time 300 --output "$folder/$1" --write-out '%{http_code}' "$base/$1" \
    || fail "$1 could not be downloaded" >&2
}

status="$(download SHA256SUMS)"
case "$status" in
  200) ;;
  404) build_instead "there is no release $version"; exit ;;
  *) fail "downloading the checksums of release $version failed with status $status" ;;
esac
wanted="$(awk -v name="$archive" '$2 == name { print $1 }' "$folder/SHA256SUMS")"
[[ -n "$wanted" ]] || { build_instead "release $version has no $archive"; exit; }

status="$(download "$archive")"
[[ "$status" == 200 ]] || fail "downloading $archive failed with status $status"
if command -v sha256sum > /dev/null; then
  got="$(sha256sum < "$folder/$archive")"
else
  got="$(shasum -a 256 < "$folder/$archive")"
fi
[[ "${got%% *}" == "$wanted" ]] || fail "the checksum of $archive does not match SHA256SUMS; nothing was run"

if [[ "${GITHUB_SERVER_URL:-}" == https://github.com && -n "${GH_TOKEN:-}" ]] && command -v gh > /dev/null; then
  gh attestation verify "$folder/$archive" --repo "$slug" --signer-workflow "$slug/.github/workflows/release.yml" \
    || fail "$archive has no valid attestation of $slug; nothing was run"
else
  echo "::notice title=atlas-lint::gh is not installed or has no token for github.com: the checksum was verified, the attestation was not"
fi

case "$archive" in
  *.zip) unzip -q -o -j "$folder/$archive" "atlas-lint-v$version-$target/atlas-lint.exe" -d "$folder" ;;
  *) tar -xzf "$folder/$archive" -C "$folder" --strip-components 1 "atlas-lint-v$version-$target/atlas-lint" ;;
esac
installed "$folder/atlas-lint$suffix"
