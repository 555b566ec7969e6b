#!/bin/sh
# Find what is missing on this machine, and install it where that is allowed:
#
#     tests/deps.sh GOAL...      the make targets that are wanted
#
# Silent and quick when nothing is missing. CC chooses the compiler, CLIENTS some of the clients.
set -u

CC=${CC:-cc}

# What is needed, and the packages that bring it (several are joined by +).
#   need         apt-get               dnf                       apk               pacman       brew
packages='
    make         make                  make                      make              make         make
    cc           gcc                   gcc                       gcc               gcc          gcc
    clang        clang                 clang                     clang             clang        llvm
    stdio.h      libc6-dev             glibc-devel               musl-dev          glibc        gcc
    awk          mawk                  gawk                      gawk              gawk         gawk
    patch        patch                 patch                     patch             patch        gpatch
    cmp          diffutils             diffutils                 diffutils         diffutils    diffutils
    curl         curl                  curl                      curl              curl         curl
    python3      python3               python3                   python3           python       python
    nm           binutils              binutils                  binutils          binutils     binutils
    pkg-config   pkg-config            pkgconf-pkg-config        pkgconf           pkgconf      pkgconf
    sqlite3      sqlite3               sqlite                    sqlite            sqlite       sqlite
    sqlite3.h    libsqlite3-dev        sqlite-devel              sqlite-dev        sqlite       sqlite
    sodium.h     libsodium-dev         libsodium-devel           libsodium-dev     libsodium    libsodium
    jansson.h    libjansson-dev        jansson-devel             jansson-dev       jansson      jansson
    cmocka.h     libcmocka-dev         libcmocka-devel           cmocka-dev        cmocka       cmocka
    clang-format clang-format          clang-tools-extra         clang-extra-tools clang        clang-format
    clang-tidy   clang-tidy            clang-tools-extra         clang-extra-tools clang        llvm
    llvm-cov     llvm                  llvm                      llvm              llvm         llvm
    cppcheck     cppcheck              cppcheck                  cppcheck          cppcheck     cppcheck
    valgrind     valgrind              valgrind                  valgrind          valgrind     valgrind
    cc:sanitize  gcc                   libasan+libubsan+libtsan  gcc               gcc          gcc
    clang:sanitize libclang-rt-dev     compiler-rt               compiler-rt       compiler-rt  llvm
'

tools='make awk cmp pkg-config'
headers='stdio.h sqlite3.h sodium.h jansson.h'
sanitizers=
for goal; do
    case $goal in
    demo) tools="$tools sqlite3" ;;
    amalgamation) tools="$tools python3" ;;
    versions) tools="$tools sqlite3 patch" ;;
    clients) tools="$tools sqlite3 python3" ;;
    cluster) tools="$tools sqlite3 python3" ;;
    dist) tools="$tools sqlite3 python3 nm" ;;
    serve) tools="$tools sqlite3 python3" ;;
    test | deps | asan | tsan | valgrind | coverage | lint) tools="$tools sqlite3 nm curl" headers="$headers cmocka.h" ;;
    esac
    case $goal in
    asan) sanitizers="$sanitizers address,undefined" ;;
    fuzz) tools="$tools clang" ;;
    coverage) tools="$tools clang llvm-cov python3" sanitizers="$sanitizers undefined" ;; # and what counts, beside it
    mutants) tools="$tools sqlite3 python3" headers="$headers cmocka.h" ;;
    tsan) sanitizers="$sanitizers thread" ;;
    valgrind | bench) tools="$tools valgrind" ;;
    lint) tools="$tools clang clang-format clang-tidy cppcheck" ;;
    esac
done

case $CC in
*clang*) compiler=clang ;;
*) compiler=cc ;;
esac

# One run of the preprocessor names the headers that it does not find.
missing_headers() {
    for header in $headers; do
        printf '#if !__has_include(<%s>)\n%s\n#endif\n' "$header" "$header"
    done | $CC -E -P $(pkg-config --cflags sqlite3 libsodium jansson 2>/dev/null) -x c - || echo "$headers"
}

can_sanitize() {
    scratch=$(mktemp -d) || return 1
    echo 'int main(void) { return 0; }' | $CC -fsanitize="$1" -x c - -o "$scratch/program" 2>/dev/null
    set -- $?
    rm -rf "$scratch"
    return "$1"
}

find_missing() {
    echo $(list_missing | tr ' ' '\n' | sort -u)
}

list_missing() {
    for tool in $tools; do
        command -v "$tool" >/dev/null 2>&1 || echo "$tool"
    done
    if command -v ${CC%% *} >/dev/null 2>&1; then
        missing_headers
        for sanitizer in $sanitizers; do
            can_sanitize "$sanitizer" || echo "$compiler:sanitize"
        done
    else
        # Nobody can tell about the rest; installing what is there does no harm.
        echo $compiler $headers ${sanitizers:+$compiler:sanitize}
    fi
}

for manager in apt-get dnf apk pacman brew none; do
    command -v $manager >/dev/null 2>&1 && break
done
export DEBIAN_FRONTEND=noninteractive

# as_root COMMAND WHAT: or say what is to be had by it
as_root() {
    if [ $manager = brew ] || [ "$(id -u)" = 0 ]; then
        sh -c "$1" </dev/null >&2
    elif sudo -n true 2>/dev/null; then
        sudo -n env DEBIAN_FRONTEND=noninteractive sh -c "$1" </dev/null >&2
    else
        printf '%s\nRun this, then try again:\n\n    sudo sh -c "%s"\n\n' "$2" "$1" >&2
        return 1
    fi
}

apt_update='apt-get update -q'
apt_install='apt-get install -y -q --no-install-recommends'

install_missing() {
    if [ $manager = none ]; then
        echo "usher needs, and this machine lacks: $missing" >&2
        return 1
    fi
    wanted=$(echo $(echo "$packages" | while read -r need apt dnf apk pacman brew; do
        case " $missing " in
        *" $need "*) eval "echo \$${manager%-get}" ;;
        esac
    done | tr '+' '\n' | sort -u))
    case $manager in
    apt-get) command="$apt_update && $apt_install $wanted" ;;
    dnf) command="dnf install -y $wanted" ;;
    apk) command="apk add $wanted" ;;
    pacman) command="pacman -Sy --needed --noconfirm $wanted" ;;
    brew) command="brew install $wanted" ;;
    esac
    as_root "$command" "usher needs, and this machine lacks: $missing" || return 1
    missing=$(find_missing)
    [ -z "$missing" ] || { echo "still missing: $missing" >&2 && return 1; }
}

# Wanted, not needed: what cannot be had is skipped there by name.
install_wanted() {
    wanted=$(echo $*)
    [ $manager = apt-get ] && [ -n "$wanted" ] || return 0
    known="for package in $wanted; do ! apt-cache show \$package >/dev/null 2>&1 || echo \$package; done"
    as_root "$apt_update; $apt_install \$($known)" "Some of what is tried is not here: $wanted"
    return 0
}

# unless COMMAND PACKAGE: the package, unless the command succeeds
unless() {
    $1 >/dev/null 2>&1 || echo "$2"
}

clients='python3 -B tests/clients/run.py'
missing=$(find_missing)
[ -z "$missing" ] || install_missing || exit 1
case " $* " in
*' clients '*)
    install_wanted $($clients --packages ${CLIENTS:-})
    $clients --npm ${CLIENTS:-}
    ;;
*' cluster '*) install_wanted $(sh tests/cluster.sh --packages) ;;
*' dist '*)
    install_wanted $($clients --packages better-sqlite3 node:sqlite libsql) \
        $(unless 'python3 -m pip --version' python3-pip) $(unless 'command -v man' man-db)
    $clients --npm better-sqlite3 node:sqlite libsql
    ;;
*' versions '*) install_wanted $(unless 'command -v npm' npm) ;;
esac
