inputs = {
  quotes   = "a \"b\" 'c'"
  unicode  = "\u00e9 \U0001F600"
  lines    = "a\nb\r\n"
  percent  = "100% %{ if true }x%{ endif }"
  dollar   = "$5 $$ $${x} $"
  heredoc  = <<-EOT
      indented
    less
      "quoted" ${1 + 1}
  EOT
  plain    = <<EOT
  kept
EOT
  trimmed  = "a ${~ "b" ~} c"
  empty    = ""
  slash    = "C:\\x"
}
