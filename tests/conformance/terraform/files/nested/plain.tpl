Hello, ${name}! $${literal} "quoted" \n
%{ if length(list) > 0 }${join(",", list)}%{ else }none%{ endif }
