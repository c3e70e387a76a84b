# The seldom part of Heliotrope's launcher, which reads this file when it needs it: how a JDK is found, how Heliotrope is built
# with it, `heliotrope install`. Variables and functions are those of ../heliotrope.
# shellcheck shell=sh disable=SC2154

# --- the JDK -----------------------------------------------------------------------------------------------------------

h_jdk() { # TOOL ARGUMENTS: runs a tool of the JDK in h_java_home
    h_tool=$1
    shift
    if [ -e /proc/self/exe ] || [ ! -x $h_loader ]; then
        "$h_java_home/bin/$h_tool" "$@"
    else
        $h_loader --library-path "$h_java_home/lib" "$h_java_home/bin/$h_tool" "$@"
    fi
}

h_find_jdk() { # sets h_java_home
    if h_file=$(command -v java 2>/dev/null); then
        h_resolve "$h_file"
        h_java_home=${h_file%/bin/java}
        h_is_jdk "$h_java_home" && return
    fi
    for h_java_home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/lib/jvm/* /opt/* /opt/java/* /opt/jdk/* \
        "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        h_is_jdk "$h_java_home" && return
    done
    h_how="install one (your system's package openjdk-$h_need, or https://adoptium.net) or set HELIOTROPE_JAVA_HOME"
    h_die 127 "no JDK $h_need or newer found: $h_how"
}

# --- the build ---------------------------------------------------------------------------------------------------------

h_quote() { # STRING: prints it quoted for the shell
    printf "'%s'\n" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"
}

h_writable() { # FOLDER: sets h_build to it if it can be made and written
    h_build=$1
    mkdir -p "$h_build" 2>/dev/null && [ -w "$h_build" ]
}

h_unlock() {
    rm -rf "$h_build/lock"
}

h_lock() { # waits while another launcher builds. Two at once would be a waste but no harm: each has its own folder.
    h_waited=0
    until mkdir "$h_build/lock" 2>/dev/null; do
        [ $h_waited = 0 ] && echo "heliotrope: waiting for another launcher that is building" >&2
        h_waited=$((h_waited + 1))
        h_owner=
        read -r h_owner 2>/dev/null <"$h_build/lock/pid"
        if [ $h_waited -gt 180 ] || { [ $h_waited -gt 2 ] && ! kill -0 "${h_owner:-0}" 2>/dev/null; }; then
            h_unlock # its owner is gone
        else
            sleep 1
        fi
    done
    echo $$ >"$h_build/lock/pid"
}

h_fail() { # WHAT
    cat "$h_log" >&2
    h_unlock
    rm -rf "$h_now"
    [ -r "$h_build/current" ] && h_die 126 "$1 failed (see above); HELIOTROPE_REBUILD=0 runs the last good build"
    h_die 126 "$1 failed (see above)"
}

h_archive() { # makes the archive of loaded classes. Without it everything works, only slower.
    # All classes of ours, and those of the JDK that guests need with many system calls, a trace of them, and with
    # translations saved and loaded. The options have to be those of the start.
    h_guest=$h_root/guests/bin/o32/procs
    [ -r "$h_guest" ] || return
    for h_pass in 1 2; do
        HELIOTROPE_CACHE=$h_now/translations h_jdk java $h_jvm "-XX:DumpLoadedClassList=$h_now/classes.$h_pass" \
            -Dheliotrope.argv0=heliotrope "-Dheliotrope.home=$h_root" "-Dheliotrope.code=$h_code" \
            "-Dheliotrope.bridge=$h_now/libheliotrope.so" "-Xbootclasspath/a:$h_now/heliotrope.jar" \
            -cp "$h_now/heliotrope.jar" heliotrope.app.Main run -strace -D /dev/null "$h_guest" </dev/null >/dev/null 2>>"$h_log"
    done
    { # Names of classes, without what else is in the lists.
        sed '/^[@#]/d; s/ .*//' "$h_now/classes.1" "$h_now/classes.2"
        (cd "$h_now/all" && find heliotrope -name '*.class' ! -name '*-info.class' | sed 's/\.class$//')
    } 2>>"$h_log" | LC_ALL=C sort -u >"$h_now/classes.all"
    h_jdk java $h_jvm -Xshare:dump "-XX:SharedClassListFile=$h_now/classes.all" "-XX:SharedArchiveFile=$h_now/archive.tmp" \
        "-Xbootclasspath/a:$h_now/heliotrope.jar" -cp "$h_now/heliotrope.jar" >>"$h_log" 2>&1 &&
        mv "$h_now/archive.tmp" "$h_now/heliotrope.jsa"
    rm -rf "$h_now"/classes.* "$h_now/archive.tmp" "$h_now/translations"
}

h_make() { # builds with the JDK in h_java_home; leaves h_build and h_now for the start
    if ! h_writable "$h_root/build"; then
        h_other_folders
        if ! h_writable "$h_cache"; then
            mkdir -m 700 "${h_tmp%"$h_place"}" 2>/dev/null
            [ -O "${h_tmp%"$h_place"}" ] && h_writable "$h_tmp" ||
                h_die 126 "cannot be built: none of $h_root/build, $h_cache, $h_tmp is writable"
        fi
    fi
    h_build=$(cd -P "$h_build" && pwd -P) || exit 126
    trap 'h_unlock; rm -rf "$h_now"; exit 130' HUP INT TERM
    h_now=
    h_before=$(ls -l "$h_build/current" 2>/dev/null)
    h_lock
    if [ "$h_before" != "$(ls -l "$h_build/current" 2>/dev/null)" ] && h_read_current "$h_build"; then
        h_unlock # the other one did it
        trap - HUP INT TERM
        return
    fi
    echo "heliotrope: building with $h_java_home ($1) ..." >&2
    h_id=$(date +%Y%m%d-%H%M%S)-$$
    h_now=$h_build/$h_id
    h_log=$h_now/log
    mkdir "$h_now" && : >"$h_now/started" || exit 126

    (
        set --
        for h_m in $h_modules; do
            set -- "$@" --module-source-path "heliotrope.$h_m=$h_root/$h_m/src/main/java"
        done
        h_jdk javac -J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1 --release $h_need \
            -XDstringConcat=inline -Xlint:none -nowarn -proc:none -encoding UTF-8 -d "$h_now/classes" "$@" \
            -m "$(echo "$h_modules" | sed 's/[^ ]*/heliotrope.&/g; s/ /,/g')"
    ) >"$h_log" 2>&1 || h_fail 'compiling'
    mkdir "$h_now/all" || h_fail 'packing'
    for h_m in $h_modules; do
        cp -R "$h_now/classes/heliotrope.$h_m/heliotrope" "$h_now/all/" || h_fail 'packing'
        if [ -d "$h_root/$h_m/src/main/resources" ]; then
            cp -R "$h_root/$h_m/src/main/resources/." "$h_now/all/" || h_fail 'copying resources'
        fi
    done
    h_jdk jar -J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1 --create --no-compress --file "$h_now/heliotrope.jar" \
        -C "$h_now/all" . >>"$h_log" 2>&1 || h_fail 'packing'
    # What translations on disk are good for: the classes that have a say in them.
    h_code=$(h_jdk java $h_jvm -cp "$h_now/heliotrope.jar" heliotrope.engine.cache.BuildId "$h_now/all" 2>>"$h_log") ||
        h_fail 'identifying'
    h_jdk java $h_jvm -cp "$h_now/heliotrope.jar" heliotrope.host.BridgeBuilder "$h_now/libheliotrope.so" >>"$h_log" 2>&1 ||
        h_fail 'writing the native bridge'
    # Where it does not work (another C library than glibc, say) bin/java starts the JVM.
    h_jdk java $h_jvm -cp "$h_now/heliotrope.jar" heliotrope.host.BridgeBuilder "$h_now/heliotrope-jvm" "$h_java_home" >>"$h_log" 2>&1 &&
        "$h_now/heliotrope-jvm" $h_jvm "-Xbootclasspath/a:$h_now/heliotrope.jar" \
            heliotrope/app/Main --version >>"$h_log" 2>&1 || rm -f "$h_now/heliotrope-jvm"
    h_uid=$(id -u)
    h_socket=server-$(printf %s "$h_build" | cksum | cut -d' ' -f1)
    h_jdk java $h_jvm -cp "$h_now/heliotrope.jar" heliotrope.host.ClientBuilder "$h_now/heliotrope-client" \
        "$h_root/heliotrope" "$h_socket" "$h_id" >>"$h_log" 2>&1 || h_fail 'writing the client'

    h_jdk java $h_jvm -cp "$h_now/heliotrope.jar" heliotrope.app.BuildStubs "$h_now/stubs" >>"$h_log" 2>&1 || h_fail 'writing stubs'

    h_folders=$(cd "$h_root" && find ./*/src/main/java -type d)
    # shellcheck disable=SC2086
    h_jdk java $h_jvm -cp "$h_now/heliotrope.jar" heliotrope.app.SourceList "$h_now/sources" "$h_root" $h_folders \
        >>"$h_log" 2>&1 || h_fail 'listing sources'

    h_archive
    rm -rf "$h_now/classes" "$h_now/all"

    # Publish; its time is that of the beginning, so that sources changed meanwhile count as newer.
    {
        echo "h_now=$h_id"
        echo "h_built_in=$(h_quote "$h_build")"
        echo "h_socket=$h_socket"
        echo "h_uid=$h_uid"
        echo "h_code=$h_code"
        echo "h_built_by=$(h_quote "$h_java_home")"
        echo "h_folders='$h_folders'"
    } >"$h_now/current" &&
        touch -r "$h_now/started" "$h_now/current" && mv -f "$h_now/heliotrope-client" "$h_build/heliotrope-client" &&
        mv -f "$h_now/current" "$h_build/current" || h_fail 'publishing'
    h_built_by=$h_java_home
    # Launchers that have just read the old `current` still find the build before this one.
    for h_old in $(cd "$h_build" && ls -d [0-9]* | sort -r | sed 1,2d); do
        rm -rf "${h_build:?}/$h_old"
    done
    h_unlock
    trap - HUP INT TERM
}

# --- commands ----------------------------------------------------------------------------------------------------------

h_install() { # FOLDER: makes commands there that ask the server without the help of a shell
    [ $# = 1 ] || h_die 2 'heliotrope install takes the folder in which to make the commands'
    mkdir -p "$1" || exit 1
    for h_file in heliotrope qemu-irix qemu-mips qemu-mipsel qemu-mipsn32 qemu-mipsn32el qemu-mips64 qemu-mips64el; do
        ln -sf "$h_build/heliotrope-client" "$1/$h_file" || exit 1
    done
    echo "heliotrope: made links in $1 to $h_build/heliotrope-client"
}
