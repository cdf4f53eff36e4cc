output "enc" { value = provider::terraform::encode_expr({ a = [1, "x"] }) }
