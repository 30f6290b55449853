# Completes the commands of timeline in fish. Put this line into ~/.config/fish/config.fish:
#
#     timeline completion fish | source

function __timeline_complete
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    set -l program (string replace -r '^~' $HOME -- $words[1])
    set -l lines ($program --complete fish $words[2..-1] "$last" 2>/dev/null)
    set -l option (string match -r '^--[^=]*=' -- "$last")
    set -l path (string replace -- "$option" '' "$last")
    switch "$lines[1]"
        case files
            string join \n -- "$option"(__fish_complete_path "$path")
        case folders
            string join \n -- "$option"(__fish_complete_directories "$path" '')
        case words
            string join \n -- $lines[2..-1]
    end
end

complete -c timeline -f -k -a '(__timeline_complete)'
