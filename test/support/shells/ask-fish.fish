# Asks a fish what it offers for lines that end at the cursor: ask-fish.fish SCRIPT LINE...
source $argv[1]
for line in $argv[2..]
    complete -C $line
    echo '<<next>>'
end
