module "m" {
  source = "././m/../m"
}
output "m" { value = module.m.p }
