module "m" {
  source = "./m"
  a      = null
  b      = null
  c      = null
}
output "m" { value = module.m }
