module "beside" {
  source = "../beside"
}
output "o" {
  value = module.beside.o
}
