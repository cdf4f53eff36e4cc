module "m" {
  source = "./m"
  cfg    = { name = "x", ports = [80, "81"], nested = { a = [{ b = 1 }, { c = 2 }] } }
}
output "m" { value = module.m.cfg }
