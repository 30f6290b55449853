#compdef timeline
# Completes the commands of timeline in zsh. Put these lines into ~/.zshrc, the first of them
# unless it stands there:
#
#     autoload -Uz compinit && compinit
#     source <(timeline completion zsh)

_timeline() {
    local -a lines open open_shown closed closed_shown
    local line text about
    local width=0
    lines=("${(@f)$("${words[1]/#\~/$HOME}" --complete zsh \
        "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    case $lines[1] in
        files) compset -P '--*='; _files ;;
        folders) compset -P '--*='; _files -/ ;;
        words)
            shift lines
            for line in "${(@)lines}"; do
                text=${line%%$'\t'*}
                (( $#text > width )) && width=$#text
            done
            for line in "${(@)lines}"; do
                text=${line%%$'\t'*}
                about=${line#$text}
                about=${about#$'\t'}
                about=${${(r:width:)text}}${about:+  $about}
                if [[ $text == *= ]]; then
                    open+=("$text") open_shown+=("$about")
                else
                    closed+=("$text") closed_shown+=("$about")
                fi
            done
            compadd -U -l -S '' -d open_shown -a open
            compadd -U -l -d closed_shown -a closed
            ;;
    esac
}

if [[ $funcstack[1] == _timeline ]]; then
    _timeline "$@"
else
    compdef _timeline timeline
fi
