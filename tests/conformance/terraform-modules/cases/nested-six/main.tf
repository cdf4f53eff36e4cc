module "l1" {
  source = "./m"
  n      = 1
}
output "all" { value = module.l1.trail }
