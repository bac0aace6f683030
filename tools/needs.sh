# What the scripts need of the system. To be sourced.

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

# install_packages NAME...: as root on Debian; elsewhere it does nothing.
install_packages() {
	[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq
	apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# tell_missing NAME...: what a person can do about it.
tell_missing() { echo "missing: $*. On Debian: sudo apt-get install $*" >&2; }
