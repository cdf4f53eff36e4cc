Hello ${who}!
%{ for i, x in list ~}
${i}: ${x}
%{ endfor ~}
%{ if length(list) > 1 }many%{ else }few%{ endif }
