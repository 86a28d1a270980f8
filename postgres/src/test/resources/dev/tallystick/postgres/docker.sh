#!/bin/bash
# Stands in for `docker` where no engine runs. It knows the calls that we make, word by word, and no
# others. A container is a real PostgreSQL in a process, a volume its directory of data, so that
# whatever is done through them is real. Beside the folder of this file:
#   settings      programs=FOLDER  run_as=(COMMAND…)  owner=ID
#   calls         every call, one a line
#   unexpected    those that were not known
#   fail/WHAT     what goes wrong: version, hang, pull, port (once), dies
#   state/NAME    a state that a container is to be found in: paused, dead, removing
set -euo pipefail
# A test may leave nothing but this on the PATH.
PATH=$PATH:/usr/local/bin:/usr/bin:/bin
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$here/settings"
call="$*"
printf '%s\n' "$call" >>"$here/calls"

die() {
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}
unexpected() {
  printf '%s\n' "$call" >>"$here/unexpected"
  die "stand-in for docker: this call is not known: docker $call" 64
}
container() { printf '%s/containers/%s' "$here" "$1"; }
volume() { printf '%s/volumes/%s' "$here" "$1"; }
require() { [[ -d $(container "$1") ]] || die "Error response from daemon: No such container: $1"; }

is_alive() {
  local pid
  pid=$(cat "$(container "$1")/pid" 2>/dev/null) || return 1
  # One that ended and that nobody waited for is a zombie. Its words would not tell: one that just
  # becomes another program has none for a moment.
  if [[ -d /proc/self ]]; then
    [[ $(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null) == [^ZX]* ]]
  else
    kill -0 "$pid" 2>/dev/null
  fi
}
await_end() { while is_alive "$1"; do sleep 0.05; done; }

state_of() {
  if [[ -f $here/state/$1 ]]; then
    cat "$here/state/$1"
  elif is_alive "$1"; then
    echo running
  elif [[ -f $(container "$1")/pid ]]; then
    echo exited
  else
    echo created
  fi
}
health_of() {
  local status
  status=$(sed -n 8p "$(volume "$1")/data/postmaster.pid" 2>/dev/null || true)
  if is_alive "$1" && [[ $status == ready* ]]; then echo healthy; else echo starting; fi
}

# What the image does in the container: makes the data if there is none, then becomes the server. Data
# that is half made counts as made, as it does there.
entrypoint() {
  local name=$1 port=$2 data
  shift 2
  data=$(volume "$name")/data
  [[ -f $here/fail/dies ]] && die "FATAL:  could not write to the volume: No space left on device"
  if [[ ! -s $data/PG_VERSION ]]; then
    "${run_as[@]}" "$programs/initdb" --pgdata="$data" --username=tally --pwfile="$data.password" \
      --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync --no-instructions
    echo 'CREATE DATABASE tally' | "${run_as[@]}" "$programs/postgres" --single -D "$data" postgres
  fi
  exec "${run_as[@]}" "$programs/postgres" -D "$data" -p "$port" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c fsync=off "$@"
}

run() {
  local known='^run --detach --name (tally-[0-9a-f]{12}) --label dev\.tallystick\.data=(/[^ ]+) '
  known+='--publish 127\.0\.0\.1:([0-9]+):5432 --volume (tally-[0-9a-f]{12}):([^ ]+) '
  known+='--shm-size 256m --env POSTGRES_DB=tally --env POSTGRES_USER=tally --env POSTGRES_PASSWORD '
  known+='--health-cmd pg_isready --host 127\.0\.0\.1 --username tally --dbname tally '
  known+='--health-interval 2s --health-timeout 5s --health-retries 30 '
  known+='postgres:([0-9]+) -c wal_level=logical$'
  [[ $call =~ $known ]] || unexpected
  local name=${BASH_REMATCH[1]} port=${BASH_REMATCH[3]} mount=${BASH_REMATCH[5]}
  local version=${BASH_REMATCH[6]} place=/var/lib/postgresql
  ((version >= 18)) || place=/var/lib/postgresql/data
  [[ ${BASH_REMATCH[4]} == "$name" && $mount == "$place" ]] || unexpected
  [[ -n ${POSTGRES_PASSWORD:-} && $call != *"$POSTGRES_PASSWORD"* ]] || unexpected
  [[ -f $here/images/postgres:$version ]] || unexpected

  local box data
  box=$(container "$name") data=$(volume "$name")/data
  mkdir -p "$here/containers"
  mkdir "$box" 2>/dev/null ||
    die "docker: Error response from daemon: Conflict. The container name \"/$name\" is already in use by container \"c0ffee\"." 125
  echo "postgres:$version" >"$box/image"
  echo "$port" >"$box/port"
  if [[ -f $here/fail/port ]] || (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    rm -f "$here/fail/port"
    die "docker: Error response from daemon: failed to set up container networking: driver failed programming external connectivity on endpoint $name: Bind for 127.0.0.1:$port failed: port is already allocated" 125
  fi
  mkdir -p "$data"
  chmod 700 "$data"
  (umask 077 && printf '%s' "$POSTGRES_PASSWORD" >"$data.password")
  if [[ -n $owner ]]; then chown "$owner" "$data" "$data.password"; fi
  date -u +%Y-%m-%dT%H:%M:%SZ >"$box/started"
  # A group of its own, which lives on when whoever called docker is killed.
  set -m
  entrypoint "$name" "$port" -c wal_level=logical >"$box/log" 2>&1 </dev/null &
  echo $! >"$box/pid"
  echo c0ffee
}

remove() {
  local box
  box=$(container "$1")
  [[ -d $box ]] || return 0
  if [[ $(state_of "$1") == removing ]]; then
    # Somebody else's removal, which ends a while later.
    rm -f "$here/state/$1" && kill_container "$1" && rm -rf "$box"
    die "Error response from daemon: removal of container $1 is already in progress"
  fi
  kill_container "$1"
  rm -rf "$box" "$here/state/$1"
}
kill_container() {
  local pid
  is_alive "$1" || return 0
  pid=$(cat "$(container "$1")/pid")
  if [[ $(health_of "$1") == healthy ]]; then kill -QUIT "$pid"; else kill -KILL -- "-$pid"; fi
  await_end "$1"
}

[[ -f $here/fail/hang ]] && sleep 600
[[ -f $here/fail/version ]] &&
  die "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"

inspect_format='{{.State.Status}} {{with .State.Health}}{{.Status}}{{else}}none{{end}} '
inspect_format+='{{.State.StartedAt}} {{.Config.Image}} '
inspect_format+='0{{range .HostConfig.PortBindings}}{{(index . 0).HostPort}}{{end}}'
name=${!#}
case $call in
  'version --format {{.Server.Version}}') echo 28.2.2 ;;
  "container inspect --format $inspect_format tally-"*)
    require "$name"
    box=$(container "$name")
    echo "$(state_of "$name") $(health_of "$name") $(cat "$box/started" 2>/dev/null || echo 0001-01-01T00:00:00Z) $(cat "$box/image") 0$(cat "$box/port")"
    ;;
  'image inspect --format {{.Id}} postgres:'*)
    [[ -f $here/images/$name ]] || die "Error: No such image: $name"
    echo sha256:c0ffee
    ;;
  'pull --quiet postgres:'*)
    [[ -f $here/fail/pull ]] &&
      die 'Error response from daemon: Get "https://registry.example/v2/": dial tcp: lookup registry.example: no such host'
    mkdir -p "$here/images"
    touch "$here/images/$name"
    echo "library/$name"
    ;;
  'volume inspect --format {{.Name}} tally-'*)
    [[ -d $(volume "$name") ]] || die "Error response from daemon: get $name: no such volume"
    echo "$name"
    ;;
  'run '*) run ;;
  'unpause tally-'*)
    require "$name"
    rm -f "$here/state/$name"
    echo "$name"
    ;;
  'stop -t 60 tally-'*)
    require "$name"
    if is_alive "$name"; then kill -INT "$(cat "$(container "$name")/pid")"; fi
    await_end "$name"
    echo "$name"
    ;;
  'rm --force tally-'*)
    remove "$name"
    echo "$name"
    ;;
  'volume rm --force tally-'*)
    [[ ! -d $(container "$name") ]] ||
      die "Error response from daemon: remove $name: volume is in use - [c0ffee]"
    # At once for everybody else, as the engine does it, also if whoever asked is gone.
    mkdir -p "$here/deleted"
    mv "$(volume "$name")" "$here/deleted/$$" 2>/dev/null || true
    rm -rf "$here/deleted/$$"
    echo "$name"
    ;;
  'logs --tail '*)
    require "$name"
    options=(-n "$3")
    [[ $4 == --follow ]] && options+=(-F)
    exec tail "${options[@]}" "$(container "$name")/log" >&2
    ;;
  'exec -i tally-'*' psql --username tally --dbname tally'*)
    name=$3
    require "$name"
    shift 8
    PGPASSWORD=$(cat "$(volume "$name")/data.password") exec "$programs/psql" --host 127.0.0.1 \
      --port "$(cat "$(container "$name")/port")" --username tally --dbname tally "$@"
    ;;
  *) unexpected ;;
esac
