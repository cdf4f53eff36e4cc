module "m" {
  source = "./modules/m"
}
output "root" { value = [path.module, path.root] }
output "m" { value = module.m.paths }
output "base" { value = basename(abspath(path.module)) == basename(path.cwd) }
