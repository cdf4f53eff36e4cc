terraform {
  source = "../modules/typed"
}
inputs = {
  none_text = "text"
  none_number = 3
  none_digits = "5"
  none_float = 1.50
  none_flag = true
  none_flag_text = "true"
  none_list = ["a", "b"]
  none_map = { a = "x", b = 2 }
  none_null = null
  none_json = jsonencode({ a = "1" })
  none_written = "[1, 2]"
  none_empty = ""
  none_no_elements = []
  none_no_keys = {}
  none_sum = "1 + 2"
  none_braces = "$${x}"
  none_quote = "a\"b"
  any_number = 3
  any_digits = "5"
  any_float = 1.50
  any_flag = true
  any_flag_text = "true"
  any_list = ["a", "b"]
  any_map = { a = "x", b = 2 }
  any_null = null
  any_json = jsonencode({ a = "1" })
  any_written = "[1, 2]"
  any_no_elements = []
  any_no_keys = {}
  any_sum = "1 + 2"
  text_text = "text"
  text_number = 3
  text_digits = "5"
  text_float = 1.50
  text_flag = true
  text_flag_text = "true"
  text_list = ["a", "b"]
  text_map = { a = "x", b = 2 }
  text_null = null
  text_json = jsonencode({ a = "1" })
  text_written = "[1, 2]"
  text_empty = ""
  text_no_elements = []
  text_no_keys = {}
  text_sum = "1 + 2"
  text_braces = "$${x}"
  text_quote = "a\"b"
  number_number = 3
  number_digits = "5"
  number_float = 1.50
  number_null = null
  bool_flag = true
  bool_flag_text = "true"
  bool_null = null
  list_list = ["a", "b"]
  list_written = "[1, 2]"
  list_null = null
  list_no_elements = []
  map_map = { a = "x", b = 2 }
  map_json = jsonencode({ a = "1" })
  map_null = null
  map_no_keys = {}
  object_map = { a = "x", b = 2 }
  object_json = jsonencode({ a = "1" })
  object_null = null
  object_no_keys = {}
}
