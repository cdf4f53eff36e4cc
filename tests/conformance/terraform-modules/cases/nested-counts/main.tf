module "a" {
  source = "./a"
  count  = 2
  i      = count.index
}
output "a" { value = module.a }
