inputs = {
  cut    = yamldecode(file("cut.yaml")).b
  whole  = yamldecode(file("whole.yaml")).b
  folded = yamldecode(file("folded.yaml")).b
  brace  = regexall("[$]{([^}]+)}", "a $${x} b $${y}")
  class  = regex("[[\\w-]+", "[a-b é")
  words  = replace("é1-b", "/\\W/", "_")
  text   = trimspace("a: |\n  x")
}
