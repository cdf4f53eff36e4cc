module "m" {
  source = "./m"
}
output "o" {
  value     = module.m.s
  sensitive = true
}
output "whole" {
  value     = module.m
  sensitive = true
}
