# Types lines into an interactive zsh and prints what it offers: ask-zsh.zsh SCRIPT LINE...
zmodload zsh/zpty
script=$1
shift
TERM=dumb zpty -b shell zsh -f -i
expect() {
  local chunk text=''
  repeat 500; do
    if zpty -r -t shell chunk; then
      text+=$chunk
      [[ $text == *$1* ]] && { REPLY=${text%%$1*}; return 0 }
    else
      zselect -t 2
    fi
  done
  print -u2 "no answer in time: $text"
  exit 1
}
zmodload zsh/zselect
zpty -w shell "PS1= PS2= RPS1=; stty cols 400 rows 200; autoload -Uz compinit; compinit -D -u; source ${(q)script}"
zpty -w shell "unsetopt prompt_cr prompt_sp; unset zle_bracketed_paste; zstyle ':completion:*' list-prompt ''; LISTMAX=-1"
zpty -w shell "finish() { zle -I; print -r -- '<''end>'; zle kill-whole-line }; zle -N finish; bindkey '^I' list-choices; bindkey '^T' finish; print ready''now"
expect readynow
for line in "$@"; do
  zpty -w -n shell "$line"$'\t\x14'
  expect '<end>'
  print -r -- "$REPLY"
  print -r -- '<<next>>'
done
zpty -d shell
