# Completes the commands of timeline in bash 4 or newer. Put this line into ~/.bashrc:
#
#     source <(timeline completion bash)

_timeline() {
    local -a lines
    mapfile -t lines < <("${1/#\~/$HOME}" --complete bash "${COMP_LINE:0:COMP_POINT}" "$2" \
        "$COMP_TYPE" "$COLUMNS" 2>/dev/null)
    COMPREPLY=()
    case ${lines[0]} in
        files) compopt -o default ;;
        folders) compopt -o dirnames ;;
        words)
            COMPREPLY=("${lines[@]:1}")
            if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
                compopt -o nospace
            fi
            ;;
    esac
}
complete -F _timeline timeline
