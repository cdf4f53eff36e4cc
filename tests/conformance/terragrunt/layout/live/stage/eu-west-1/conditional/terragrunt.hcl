locals {
  has_common = fileexists(find_in_parent_folders("common.yaml", "none"))
  config     = fileexists("${get_terragrunt_dir()}/own.yaml") ? yamldecode(file("${get_terragrunt_dir()}/own.yaml")) : {}
  chosen     = get_env("DRIFTLINE_PICK", "a") == "a" ? { kind = "a" } : { kind = "b" }
  zones      = { for i, z in ["a", "b", "c"] : "zone-${z}" => i if z != "b" }
  grouped    = { for n in ["x1", "x2", "y1"] : substr(n, 0, 1) => n... }
}

inputs = {
  has     = local.has_common
  config  = local.config
  kind    = local.chosen.kind
  zones   = local.zones
  grouped = local.grouped
  heredoc = <<EOT
%{for z, i in local.zones~}
${z}=${i}
%{endfor~}
EOT
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:*"], Resource = "*", Condition = null }]
  })
  format    = format("%s-%03d-%5.2f-%v", "x", 7, 3.14159, true)
  formatted = formatlist("%s.example.com", ["a", "b"])
  cidr      = cidrsubnet("10.0.0.0/16", 8, 3)
  hosts     = cidrhost("10.0.0.0/24", 5)
  hash      = sha256("x")
  uuid      = uuidv5("dns", "example.com")
  date      = formatdate("YYYY-MM-DD", "2024-02-03T04:05:06Z")
  added     = timeadd("2024-02-03T04:05:06Z", "36h")
  title     = title("hello world")
  regex     = regex("([a-z]+)-([0-9]+)", "app-12")
  regexes   = regexall("[0-9]+", "1-22-333")
  replaced  = replace("a.b.c", "/\\./", "-")
  indent    = indent(2, "a\nb")
  chunks    = chunklist([1, 2, 3], 2)
  coalesced = coalescelist([], ["x"])
  matched   = matchkeys(["a", "b"], ["1", "2"], ["2"])
  transposed = transpose({ a = ["1", "2"], b = ["2"] })
  setops    = [setunion(["a"], ["b"]), setintersection(["a", "b"], ["b"]), setsubtract(["a", "b"], ["b"])]
  sum       = sum([1, 2.5])
  ranged    = range(1, 10, 3)
  parsed    = parseint("ff", 16)
  signs     = [signum(-3), abs(-3), ceil(1.2), floor(1.8), pow(2, 10), log(8, 2)]
  all       = [alltrue([true, true]), anytrue([false, true])]
  one       = one(["x"])
  element   = element(["a", "b"], 3)
  index     = index(["a", "b"], "b")
  contains  = contains(["a"], "b")
  slice     = slice(["a", "b", "c"], 1, 3)
  reverse   = reverse(["a", "b"])
  strrev    = strrev("abc")
  trim      = [trim("xxaxx", "x"), trimsuffix("a.b", ".b"), trimspace(" a ")]
  csv       = csvdecode("a,b\n1,2\n")
  url       = urlencode("a b&c")
  b64       = base64decode(base64encode("é"))
  nested    = merge({ a = { b = 1 } }, { a = { c = 2 } })
  null      = merge(null, { a = 1 })
  tostring  = [tostring(1), tostring(true), tonumber("5"), tobool("true")]
  sensitive = nonsensitive(sensitive("x"))
  compact   = compact(["a", "", null])
  lookup    = lookup({ a = 1 }, "b", 2)
  keys      = keys({ b = 1, a = 2 })
  values    = values({ b = 1, a = 2 })
  ternary   = true ? 1 : "x"
  equal     = [1 == "1", "a" == "a", [1] == [1], null == null]
  bytes     = [length("é"), length(base64encode("é")), upper("é")]
  escape    = "a\tb\"c\\d $${e} %%{f}"
  exists    = fileset("${get_terragrunt_dir()}/../../..", "*.hcl")
}
