module "m" {
  source = "./m"
  v = {
    a = { b = { c = { d = { e = "5", extra = 1 } } } }
    l = [{ m = { n = [{ o = 1 }] } }]
  }
}
output "m" { value = module.m.v }
