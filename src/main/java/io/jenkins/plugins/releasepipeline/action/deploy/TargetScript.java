package io.jenkins.plugins.releasepipeline.action.deploy;

/**
 * What is done on a target by a shell: one script of constant text, whose first argument says what. All that varies comes
 * as arguments, or from files with a path on each line.
 *
 * <p>On a target a deployment group has a directory, the <i>state</i>:
 *
 * <pre>
 * lock/deployment          the deployment under way; lock/running is its script's process
 * last-successful          the last deployment that succeeded
 * cleanup                  what the last one installed, a path below the root on each line, in order
 * d-ID/deployment-archive  the revision of a deployment; the last few are kept
 * d-ID/backup              what an unfinished deployment has replaced: complete once it has that name
 * </pre>
 */
final class TargetScript {
    /** The exit code of what this script itself refuses. */
    static final int REFUSED = 97;

    static final String TEXT =
            """
            export LC_ALL=C
            what=$1 state=$2 id=$3
            shift 3

            refuse() {
              printf 'release-pipeline: %s\\n' "$*" >&2
              exit 97
            }

            started_at() {
              { read -r stat < "/proc/$1/stat"; } 2>/dev/null || return 0
              stat=${stat##*) }
              set -- $stat
              shift 19
              printf '%s' "$1"
            }

            alive() {
              kill -0 "$1" 2>/dev/null && [ "$(started_at "$1")" = "$2" ]
            }

            owned() {
              holder=
              { read -r holder < "$state/lock/deployment"; } 2>/dev/null
              [ "$holder" = "$id" ] || refuse "the deployment ${holder:-of somebody else} has taken over this target"
              printf '%s %s\\n' "$$" "$(started_at "$$")" > "$state/lock/running"
            }

            lock() {
              if ! mkdir "$state/lock" 2>/dev/null; then
                holder= pid= since=
                { read -r holder < "$state/lock/deployment"; } 2>/dev/null
                { read -r pid since < "$state/lock/running"; } 2>/dev/null
                [ "$holder" = "$id" ] && return
                if [ -n "$pid" ] && alive "$pid" "$since" ||
                   [ -n "$(find "$state/lock" -mmin -2 2>/dev/null)" ]; then
                  refuse "the deployment ${holder:-of somebody else} is under way on this target ($state/lock)." \\
                    "If it was cut off, try again in two minutes."
                fi
                echo "Taking over from the deployment $holder, which was cut off."
                rm -rf "$state/lock"
                mkdir "$state/lock" || refuse "another deployment took over first"
              fi
              printf '%s\\n' "$id" > "$state/lock/deployment" || refuse "cannot write $state/lock"
            }

            unlock() {
              holder=
              { read -r holder < "$state/lock/deployment"; } 2>/dev/null
              [ "$holder" != "$id" ] || rm -rf "$state/lock"
            }

            # Reads a list of pairs of lines, KIND and ARGUMENT or "item" and a path, and calls $2 with the items of each
            # kind, so many at a time, with $kind and $argument set; each item begins with $1.
            each() {
              prefix=$1 handler=$2
              set --
              while IFS= read -r word && IFS= read -r value; do
                if [ "$word" != item ] || [ $# -ge 200 ]; then
                  [ $# -eq 0 ] || "$handler" "$@"
                  set --
                fi
                if [ "$word" = item ]; then
                  set -- "$@" "$prefix$value"
                else
                  kind=$word argument=$value
                fi
              done
              [ $# -eq 0 ] || "$handler" "$@"
            }

            apply() {
              case $kind in
                remove) rm -f "$@" || refuse "cannot remove $*" ;;
                remove-directory) rmdir "$@" 2>/dev/null || : ;;
                make-directory) mkdir -p "$@" || refuse "cannot make the directory $*" ;;
                copy-into) copy "$argument" "$@" ;;
                mode) chmod "$argument" "$@" || refuse "cannot give the mode $argument to $*" ;;
                owner)
                  if ! chown "$argument" "$@"; then
                    [ "$(id -u)" != 0 ] || refuse "cannot give to $argument: $*"
                    echo "release-pipeline: not everything is given to $argument: $(id -un) may not do that" >&2
                  fi ;;
                *) refuse "cannot do $kind" ;;
              esac
            }

            # Copies files into the directory $1, by way of a directory beside them, so each appears whole.
            copy() {
              part=$1/.release-pipeline.$id
              into=$1
              shift
              rm -rf "$part" && mkdir "$part" && cp -P -p "$@" "$part/" &&
                ( cd "$part" && find . ! -name . -prune -exec sh -c 'exec mv -f "$@" "$0"/' "$into" {} + ) &&
                rmdir "$part" || refuse "cannot copy into $into"
            }

            # Keeps files as they are, without copying them where the file system can.
            keep() {
              mkdir -p "$kept$argument" || refuse "cannot make $kept$argument"
              ln -P "$@" "$kept$argument/" 2>/dev/null && return
              for file in "$@"; do
                rm -f "$kept$argument/${file##*/}"
                ln -P "$file" "$kept$argument/" 2>/dev/null || cp -P -p "$file" "$kept$argument/" ||
                  refuse "cannot keep $file"
              done
            }

            put_back_files() {
              mkdir -p "$root$argument" || refuse "cannot make $root$argument"
              copy "$root$argument" "$@"
            }

            # Puts back what the backup $1 has.
            put_back() {
              each "$root" apply < "$1/undo"
              each "$1/files" put_back_files < "$1/kept"
              if [ -f "$1/cleanup" ]; then
                cp "$1/cleanup" "$state/cleanup.part" && mv -f "$state/cleanup.part" "$state/cleanup" ||
                  refuse "cannot write $state/cleanup"
              else
                rm -f "$state/cleanup"
              fi
              mv "$1" "$1.done" && rm -rf "$1.done"
            }

            begin() {
              root=${1%/} keep=$2 name=$3
              mkdir -p "$state" || refuse "cannot make $state"
              printf '%s\\n' "$name" > "$state/deployment-group" || refuse "cannot write $state"
              lock
              for directory in "$state"/d-*; do
                if [ -d "$directory/backup" ] && [ "$directory" != "$state/$id" ]; then
                  echo "Putting back what the deployment ${directory##*/} has replaced before it was cut off." >&2
                  put_back "$directory/backup"
                fi
              done
              last=
              { read -r last < "$state/last-successful"; } 2>/dev/null
              n=0
              for directory in $(ls -1td "$state"/d-* 2>/dev/null | sed 's,.*/,,'); do
                [ "$directory" = "$id" ] && continue
                n=$((n + 1))
                [ "$n" -lt "$keep" ] || [ "$directory" = "$last" ] || rm -rf "$state/$directory"
              done
              mkdir -p "$state/$id" || refuse "cannot make $state/$id"
              printf 'previous %s\\nuser %s\\nuid %s\\nroot %s\\n' \\
                "$last" "$(id -un)" "$(id -u)" "$(cd -P "$root/" && pwd -P)"
            }

            hook() {
              root=$1 archive=$2 script=$3 user=$4 others=$5
              owned
              [ -f "$archive/$script" ] || refuse "the revision has no file $script"
              if [ ! -x "$archive/$script" ]; then
                chmod u+x "$archive/$script" || refuse "$script is not executable, and cannot be made so"
              fi
              cd "$archive" || refuse "cannot enter $archive"
              if [ "${root%/}" ]; then
                for bin in bin sbin usr/bin usr/sbin usr/local/bin usr/local/sbin; do
                  PATH=${root%/}/$bin:$PATH
                done
                export PATH
              fi
              if [ -z "$user" ] || [ "$user" = "$(id -un)" ]; then
                exec "./$script"
              fi
              [ "$others" = yes ] || refuse "the appspec wants $script to run as $user, and this deployment group does" \\
                "not let scripts run as another user than $(id -un); allow it (allowRunAs), or leave runas out"
              id "$user" >/dev/null 2>&1 || refuse "there is no user $user on this target, as whom $script is to run"
              if [ "$(id -u)" = 0 ]; then
                export RELEASE_PIPELINE_SCRIPT="$archive/$script" RELEASE_PIPELINE_PATH="$PATH"
                exec su "$user" -s /bin/sh -c 'PATH=$RELEASE_PIPELINE_PATH; exec "$RELEASE_PIPELINE_SCRIPT"'
              fi
              command -v sudo >/dev/null || refuse "$script is to run as $user, and there is no sudo on this target"
              exec sudo -n -u "$user" -- env "PATH=$PATH" "LIFECYCLE_EVENT=$LIFECYCLE_EVENT" \\
                "DEPLOYMENT_ID=$DEPLOYMENT_ID" "APPLICATION_NAME=$APPLICATION_NAME" \\
                "DEPLOYMENT_GROUP_NAME=$DEPLOYMENT_GROUP_NAME" "DEPLOYMENT_GROUP_ID=$DEPLOYMENT_GROUP_ID" \\
                "RELEASE_PIPELINE_TARGET_ROOT=$RELEASE_PIPELINE_TARGET_ROOT" "$archive/$script"
            }

            # Prints what each source in the file $2 has: "source", then a line for each directory, file and link.
            survey() {
              archive=$1
              owned
              while IFS= read -r source; do
                echo "source $source"
                path=$archive/$source
                if [ -d "$path" ] && { [ -z "$source" ] || [ ! -L "$path" ]; }; then
                  cd "$path/" || refuse "cannot enter $path"
                  if [ -n "$(find . -name '*
            *' -print)" ]; then
                    refuse "a file in $path has a line break in its name"
                  fi
                  find . -type d -print | sed 's,^\\./,,;s,^,directory ,'
                  find . -type f -print | sed 's,^\\./,,;s,^,file ,'
                  find . -type l -print | sed 's,^\\./,,;s,^,link ,'
                elif [ -L "$path" ]; then
                  echo "link"
                elif [ -f "$path" ]; then
                  echo "file"
                fi
              done < "$2"
            }

            # Prints for each path in the file $2, below the root $1, what is there.
            probe() {
              while IFS= read -r path; do
                if [ -L "$1$path" ]; then
                  if [ -d "$1$path" ]; then
                    printf 'directory-link '
                    ( cd -P "$1$path" && pwd -P ) || echo
                  else
                    echo link
                  fi
                elif [ -d "$1$path" ]; then
                  echo directory
                elif [ -f "$1$path" ]; then
                  echo file
                elif [ -e "$1$path" ]; then
                  echo other
                else
                  echo nothing
                fi
              done < "$2"
            }

            # Carries out the plan in the directory $2 for the root $1, once all it touches is kept.
            install() {
              root=$1 plan=$2
              owned
              backup=$state/$id/backup
              kept=$backup.part/files
              rm -rf "$backup.part" && mkdir -p "$kept" || refuse "cannot make $backup.part"
              each "$root" keep < "$plan/kept"
              cp "$plan/kept" "$plan/undo" "$backup.part/" || refuse "cannot write $backup.part"
              if [ -f "$state/cleanup" ]; then
                cp "$state/cleanup" "$backup.part/" || refuse "cannot write $backup.part"
              fi
              mv "$backup.part" "$backup" || refuse "cannot make $backup"
              each "" apply < "$plan/plan"
              cp "$plan/cleanup" "$state/cleanup.part" && mv -f "$state/cleanup.part" "$state/cleanup" ||
                refuse "cannot write $state/cleanup"
            }

            succeed() {
              owned
              backup=$state/$id/backup
              if [ -d "$backup" ]; then
                mv "$backup" "$backup.done" || refuse "cannot rename $backup"
              fi
              printf '%s\\n' "$id" > "$state/last-successful.part" &&
                mv -f "$state/last-successful.part" "$state/last-successful" ||
                refuse "cannot write $state/last-successful"
              rm -rf "$backup.done"
              unlock
            }

            give_up() {
              root=$1
              if [ -d "$state/$id/backup" ]; then
                owned
                echo "Putting back the files that were there before." >&2
                put_back "$state/$id/backup"
              fi
              rm -rf "$state/$id/backup.part"
              unlock
            }

            case $what in
              begin) begin "$@" ;;
              hook) hook "$@" ;;
              survey) survey "$@" ;;
              probe) probe "$@" ;;
              install) install "$@" ;;
              succeed) succeed "$@" ;;
              give-up) give_up "$@" ;;
              *) refuse "cannot do $what" ;;
            esac
            """;

    private TargetScript() {}
}
