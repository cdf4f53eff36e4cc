inputs = {
  account   = 123456789012
  octal     = 0755
  text      = "0755"
  exponent  = 1e3
  fraction  = 0.1
  third     = 1 / 3
  division  = 4 / 2
  negative  = -3
  modulo    = 7 % 3
  large     = 9007199254740993
  text_of   = "${123456789012}"
  small     = 0.000001
  tostring  = tostring(1.0)
  max       = max(1, 2.5)
}
