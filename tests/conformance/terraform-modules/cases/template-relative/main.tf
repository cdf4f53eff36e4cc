module "m" {
  source = "./mods/m"
  path   = path.module
}
output "m" { value = module.m.t }
