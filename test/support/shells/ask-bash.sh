# Asks bash to complete lines that end at the cursor: ask-bash.sh SCRIPT LINE...
source "$1"
shift
[[ $(complete -p prank) == 'complete -F '*' prank' ]] || exit 1
function=$(complete -p prank)
function=${function#complete -F }
function=${function% prank}
for line in "$@"; do
  # Splits the line like readline: at spaces, with = as a separate word.
  spaced=${line//=/ = }
  read -ra COMP_WORDS <<<"$spaced"
  [[ $line == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  COMP_LINE=$line COMP_POINT=${#line}
  COMPREPLY=()
  "$function" prank "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" 2>/dev/null
  printf '%s\n' "${COMPREPLY[@]}" '<<next>>'
done
