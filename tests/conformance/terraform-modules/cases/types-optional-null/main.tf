module "m" {
  source = "./m"
  cfg    = { a = null, b = { c = null } }
  list   = [{ x = null }, {}]
}
output "m" { value = module.m }
