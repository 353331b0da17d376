# Finds or installs Wine. Sourced by gate.sh. After find_wine, `in_wine command...` runs a command where Wine is.
# Wine 9 or newer on PATH is taken as it is. Otherwise Debian 13, which has Wine 10, is installed into a folder of its own and entered
# with chroot: nothing of the machine's own system changes. That needs root, and Linux on x64 with apt.

wine_log=${wine_log:-/dev/null}
wine_cache=${IRUMCP_WINDOWS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/irumcp-windows}
wine_prefix=$wine_cache/prefix
debian=$wine_cache/debian
debian_release=trixie
debian_mirror=${IRUMCP_DEBIAN_MIRROR:-http://deb.debian.org/debian}
as_root=()

wine_is_new_enough() {
    local version
    version=$(wine --version 2>/dev/null | sed -n 's/^wine-\([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge 9 ]
}

install_debootstrap() {
    command -v debootstrap >/dev/null && return
    command -v apt-get >/dev/null || return 1
    "${as_root[@]}" apt-get update -q && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends debootstrap
}

install_debian() {
    install_debootstrap || return 1
    "${as_root[@]}" rm -rf "$debian.partial"
    mkdir -p "$wine_cache"
    "${as_root[@]}" debootstrap --variant=minbase "$debian_release" "$debian.partial" "$debian_mirror" || return 1
    "${as_root[@]}" cp /etc/resolv.conf "$debian.partial/etc/resolv.conf"
    echo force-unsafe-io | "${as_root[@]}" tee "$debian.partial/etc/dpkg/dpkg.cfg.d/unsafe-io" >/dev/null
    "${as_root[@]}" unshare --mount sh -c '
        mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && export DEBIAN_FRONTEND=noninteractive &&
        chroot "$1" apt-get update -q && chroot "$1" apt-get install -qy --no-install-recommends wine wine64 && chroot "$1" apt-get clean
    ' sh "$debian.partial" || return 1
    "${as_root[@]}" mv "$debian.partial" "$debian"
}

# Sets wine_missing to the reason where there is none.
find_wine() {
    if [ "$(uname -s) $(uname -m)" != 'Linux x86_64' ]; then
        wine_missing='the Windows build runs under Wine on Linux for x64'
        return 1
    fi
    wine_is_new_enough && return
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            wine_missing='Wine 9 or newer is not installed, and installing it needs root'
            return 1
        fi
        as_root=(sudo -n)
    fi
    if [ ! -d "$debian" ] && ! install_debian >"$wine_log" 2>&1; then
        wine_missing="Wine could not be installed from Debian's packages; see $wine_log"
        return 1
    fi
    wine_is_in_debian=1
}

# The mounts are in a namespace of the command's own, and are gone with it.
in_wine() {
    local environment=(WINEPREFIX="$wine_prefix" WINEDEBUG=-all XDG_RUNTIME_DIR=/tmp)
    if [ -z "${wine_is_in_debian:-}" ]; then
        env "${environment[@]}" "$@"
        return
    fi
    "${as_root[@]}" unshare --mount sh -c '
        root=$1 prefix=$2 project=$3 user=$4
        shift 4
        bind() { mkdir -p "$root$1" && mount --rbind "$1" "$root$1"; }
        mount --make-rprivate / && mount -t proc proc "$root/proc" && bind /sys && bind /dev && mount -t tmpfs -o mode=1777 tmpfs "$root/tmp" || exit 125
        bind "$prefix" && bind "$project" || exit 125
        exec chroot --userspec="$user" "$root" env -i HOME=/tmp PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"
    ' sh "$debian" "$wine_prefix" "$project" "$(id -u):$(id -g)" "${environment[@]}" "$@"
}
