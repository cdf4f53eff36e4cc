inputs = {
  starts      = startswith("hello", "he")
  starts_not  = startswith("hello", "lo")
  ends        = endswith("hello", "lo")
  contains    = strcontains("hello", "ell")
  earlier     = timecmp("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
  same        = timecmp("2020-01-01T01:00:00+01:00", "2020-01-01T00:00:00Z")
  later       = timecmp("2022-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
  constraint  = constraint_check("1.2.3", ">= 1.0, < 2.0")
  exact       = constraint_check("1.2.3", "1.2.3")
  pessimistic = constraint_check("1.3.0", "~> 1.2.0")
  not         = constraint_check("1.2.3", "!= 1.2.3")
  number      = startswith(12, "1")
}
