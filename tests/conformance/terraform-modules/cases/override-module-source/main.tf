module "m" {
  source = "./one"
  v      = "1"
}
output "m" { value = module.m.v }
