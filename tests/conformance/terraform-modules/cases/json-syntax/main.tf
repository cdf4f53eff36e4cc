output "native" { value = module.m.v }
