# For areas whose program is a Java class of the tests: finds a JDK, compiles. Read after common.sh.

is_jdk() { grep -qsE '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$1/release" && [ -x "$1/bin/javac" ]; }
java_home=
for home in "${HELIOTROPE_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    is_jdk "$home" && java_home=$home && break
done
[ -n "$java_home" ] || skip 'no JDK 25 or newer found; set JAVA_HOME'

compile_java() { # FOLDER FILES-OR-FOLDERS...: compiles all but JUnit's tests and module declarations into FOLDER
    classes=$1
    shift
    rm -rf "$classes"
    mkdir -p "$classes" || exit 2
    find "$@" -name '*.java' ! -name '*Test.java' ! -name module-info.java >"$classes/sources"
    "$java_home/bin/javac" -J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1 -nowarn -proc:none -encoding UTF-8 -XDstringConcat=inline \
        -d "$classes" "@$classes/sources" || exit 2
}
