#!/usr/bin/env bash
# The steps of the Dockerfile without a container engine, and a look at what comes out.
#
# Each stage is a folder in a mount namespace of its own, in which the programs of this
# machine stand for those of the stage's image. What the last stage holds is served from
# a read-only tree, by the user that the Dockerfile names, in a network of its own, and
# has to answer, to save, and to write nowhere but in its volume.
#
# As root on Linux, with Go, Node, curl and iproute2. VERSION is passed on to the build.
# Everything it makes is in memory and gone when it ends.
set -euf -o pipefail
cd "$(dirname "$0")/.."

main() {
	local line words
	take_context
	while IFS= read -r line <&3; do
		echo "container: $line" | cut -c1-100
		words=${line#* }
		case ${line%% *} in
		FROM) from $words ;;
		WORKDIR) dir=$words && mkdir -p "$root$dir" ;;
		COPY) copy $words ;;
		RUN) in_stage "$words" ;;
		ARG) vars[${words%%=*}]=$(printenv "${words%%=*}" || echo "${words#*=}") ;;
		ENV) for line in $words; do vars[${line%%=*}]=${line#*=}; done ;;
		USER) user=$words ;;
		VOLUME) volume=$words ;;
		EXPOSE) ;;
		HEALTHCHECK) health=$(list "${words#*CMD }") ;;
		ENTRYPOINT) entry=$(list "$words") ;;
		CMD) cmd=$(list "$words") ;;
		*) fail "${line%% *} is an instruction that this script does not know" ;;
		esac
	done 3< <(instructions)
	serve
	look
	end
	echo "container: ok, the program's SHA-256 is $(sha256sum <"$root$entry" | cut -c1-64)"
}

fail() {
	echo "container: $*" >&2
	[ ! -f "$work/log" ] || cat "$work/log" >&2
	exit 1
}

# instructions are those of the Dockerfile, a line each.
instructions() { sed -e '/^#/d' -e '/^$/d' Dockerfile | sed -e ':more' -e '/\\$/{N;s/ *\\\n */ /;b more' -e '}'; }

# list makes words of a JSON list of words.
list() { tr -d '[]",' <<<"$1"; }

# take_context copies what .dockerignore lets through.
take_context() {
	local drop=() keep=() line
	while IFS= read -r line; do
		case $line in
		!*) keep+=("${line#!}") ;;
		*) drop+=("--exclude=./$line") ;;
		esac
	done <.dockerignore
	mkdir "$work/context"
	tar -c --anchored "${drop[@]}" . | tar -x -C "$work/context"
	cp --parents "${keep[@]}" "$work/context"
}

# from begins a stage: from IMAGE [AS NAME].
from() {
	root=$work/${3:-last} dir=/ user=0:0 volume='' entry='' cmd='' health=''
	vars=()
	mkdir "$root"
	[ "$1" != scratch ] || return 0
	# The system of this machine, read-only, and what its tools keep between runs.
	local name
	for name in bin sbin lib lib64 usr etc opt var dev sys proc root home; do
		if [ -L "/$name" ]; then
			cp -P "/$name" "$root/"
		elif [ -d "/$name" ]; then
			mkdir "$root/$name"
			mount --rbind "/$name" "$root/$name"
		fi
	done
	for name in usr etc opt; do mount -o remount,bind,ro "$root/$name"; done
	mkdir -m 1777 "$root/tmp"
	case $1 in
	node:*) same "$1" "node:$(node --version | tr -d v)" ;;
	golang:*) same "$1" "golang:$(go env GOVERSION | sed s/^go//)" ;;
	esac
}

# same tells where what is here is not what the image has.
same() { [[ $1 == "$2"-* ]] || echo "container: $2 of this machine stands for $1"; }

# copy does COPY [--from=STAGE] [--chown=OWNER] SOURCE... TARGET.
copy() {
	local from=$work/context owner=0:0 to source
	while [[ $1 == --* ]]; do
		case $1 in
		--from=*) from=$work/${1#*=} ;;
		--chown=*) owner=${1#*=} ;;
		*) fail "COPY has $1, which this script does not know" ;;
		esac
		shift
	done
	to=${!#}
	[[ $to == /* ]] || to=$dir/$to
	for source in "${@:1:$#-1}"; do
		source=$from/${source#/}
		if [ -d "$source" ]; then
			mkdir -p "$root$to"
			cp -a --no-preserve=ownership "$source/." "$root$to"
		else
			[[ $to == */ ]] && mkdir -p "$root$to" || mkdir -p "$(dirname "$root$to")"
			cp -a --no-preserve=ownership "$source" "$root$to"
		fi
	done
	[ "$owner" = 0:0 ] || chown -R "$owner" "$root$to"
}

# variables prints what ENV and ARG have set, a line each.
variables() {
	local name
	for name in "${!vars[@]}"; do echo "$name=${vars[$name]}"; done
}

in_stage() {
	local set
	mapfile -t set < <(variables)
	env "${set[@]}" chroot "$root" /bin/sh -euc "cd '$dir'; $1"
}

# serve starts what the last stage holds, as whoever runs the image would. Its volume
# begins as the image has it.
serve() {
	local set tries=0
	cp -a "$root$volume" "$work/volume"
	mount --bind "$root" "$root"
	mount -o remount,bind,ro "$root"
	mount --bind "$work/volume" "$root$volume"
	touch "$work/net"
	unshare --net="$work/net" ip link set lo up
	mapfile -t set < <(variables)
	as_user=(nsenter --net="$work/net" env -i "${set[@]}" "$(command -v setpriv)" --no-new-privs "$(command -v chroot)" --userspec="$user" --groups= "$root")
	"${as_user[@]}" $entry $cmd >"$work/log" 2>&1 &
	server=$!
	until "${as_user[@]}" $health 2>/dev/null; do
		[ $((tries += 1)) -lt 60 ] && kill -0 $server 2>/dev/null || fail "it does not say by '$health' that it is ready"
		sleep 0.5
	done
}

# look asks what has to be true of it.
look() {
	local page name
	[ "$(ask /readyz)" = ready ] || fail '/readyz does not say ready'
	[ "$(ask /healthz)" = ok ] || fail '/healthz does not say ok'
	page=$(ask /)
	[[ $page =~ /static/site-[A-Z0-9]+\.css ]] || fail 'its page names no style sheet'
	[[ $(ask "${BASH_REMATCH[0]}") == *{* ]] || fail "${BASH_REMATCH[0]} is not served"

	[ "$(status Uid)" = "${user%:*}" ] || fail "it runs as $(status Uid), not as $user"
	[ "$(status CapEff)" = 0000000000000000 ] || fail 'it has a right of root'

	"${as_user[@]}" $entry user add ada@example.org Ada >/dev/null || fail 'it cannot save'
	[[ $("${as_user[@]}" $entry user list) == *ada@example.org* ]] || fail 'what was saved is not there'
	[ -s "$work/volume/levelup.db" ] || fail "its database is not in $volume"
	"${as_user[@]}" $entry backup "$volume/copy.db" >/dev/null || fail "it cannot write in $volume"
	! "${as_user[@]}" $entry backup /copy.db >/dev/null 2>&1 || fail "it writes outside $volume"
	! touch "$root/mark" 2>/dev/null || fail 'its tree is not read-only'
	for name in LICENSE levelup.licenses.txt levelup.sbom.json; do [ -s "$root/$name" ] || fail "$name is missing"; done
}

# ask gets a page from the server.
ask() { nsenter --net="$work/net" curl -fsS --max-time 10 "http://127.0.0.1:${vars[LEVELUP_ADDR]##*:}$1"; }

# status is a line of what the system knows of the server.
status() { awk -v name="$1:" '$1 == name { print $2 }' "/proc/$server/status"; }

# end asks the server to stop, which it does by itself and well.
end() {
	local tries=0
	kill -TERM $server
	while kill -0 $server 2>/dev/null; do
		[ $((tries += 1)) -lt 60 ] || fail 'it does not stop'
		sleep 0.5
	done
	wait $server || fail "it stopped with $?"
}

if [ "${1:-}" = inside ]; then
	work=$2
	declare -A vars
	mount -t tmpfs -o mode=755 levelup "$work"
	main
	exit
fi
[ "$(id -u)" = 0 ] || { echo 'container: it makes namespaces, so run it as root' >&2; exit 1; }
work=$(mktemp -d)
trap 'rmdir "$work"' EXIT
VERSION=${VERSION:-$(git describe --tags --always --dirty)}
export VERSION
unshare --mount --pid --fork --kill-child --mount-proc tools/container.sh inside "$work"
