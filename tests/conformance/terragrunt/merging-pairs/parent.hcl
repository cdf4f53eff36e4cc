inputs = {
  flag_list     = true
  flag_empty    = true
  flag_set      = true
  off_list      = false
  off_empty     = false
  off_set       = false
  number_list   = 1
  number_empty  = 1
  number_set    = 1
  text_list     = "parent"
  text_empty    = "parent"
  text_set      = "parent"
  none_list     = ""
  none_empty    = ""
  none_set      = ""
  map_list      = { p = 1, both = "p" }
  map_empty     = { p = 1, both = "p" }
  map_set       = { p = 1, both = "p" }
  bare_list     = {}
  bare_empty    = {}
  bare_set      = {}
  null_null     = null
  null_flag     = null
  null_number   = null
  null_text     = null
  null_none     = null
  null_list     = null
  null_empty    = null
  null_set      = null
  null_map      = null
  null_bare     = null
  flag_null     = true
  flag_flag     = true
  flag_number   = true
  flag_text     = true
  flag_none     = true
  flag_map      = true
  flag_bare     = true
  off_null      = false
  off_flag      = false
  off_number    = false
  off_text      = false
  off_none      = false
  off_map       = false
  off_bare      = false
  number_null   = 1
  number_flag   = 1
  number_number = 1
  number_text   = 1
  number_none   = 1
  number_map    = 1
  number_bare   = 1
  text_null     = "parent"
  text_flag     = "parent"
  text_number   = "parent"
  text_text     = "parent"
  text_none     = "parent"
  text_map      = "parent"
  text_bare     = "parent"
  none_null     = ""
  none_flag     = ""
  none_number   = ""
  none_text     = ""
  none_none     = ""
  none_map      = ""
  none_bare     = ""
  list_null     = ["p"]
  list_flag     = ["p"]
  list_number   = ["p"]
  list_text     = ["p"]
  list_none     = ["p"]
  list_list     = ["p"]
  list_empty    = ["p"]
  list_set      = ["p"]
  list_map      = ["p"]
  list_bare     = ["p"]
  empty_null    = []
  empty_flag    = []
  empty_number  = []
  empty_text    = []
  empty_none    = []
  empty_list    = []
  empty_empty   = []
  empty_set     = []
  empty_map     = []
  empty_bare    = []
  set_null      = toset(["p"])
  set_flag      = toset(["p"])
  set_number    = toset(["p"])
  set_text      = toset(["p"])
  set_none      = toset(["p"])
  set_list      = toset(["p"])
  set_empty     = toset(["p"])
  set_set       = toset(["p"])
  set_map       = toset(["p"])
  set_bare      = toset(["p"])
  map_null      = { p = 1, both = "p" }
  map_flag      = { p = 1, both = "p" }
  map_number    = { p = 1, both = "p" }
  map_text      = { p = 1, both = "p" }
  map_none      = { p = 1, both = "p" }
  map_map       = { p = 1, both = "p" }
  map_bare      = { p = 1, both = "p" }
  bare_null     = {}
  bare_flag     = {}
  bare_number   = {}
  bare_text     = {}
  bare_none     = {}
  bare_map      = {}
  bare_bare     = {}
  nested = {
    flag_list     = true
    flag_empty    = true
    flag_set      = true
    off_list      = false
    off_empty     = false
    off_set       = false
    number_list   = 1
    number_empty  = 1
    number_set    = 1
    text_list     = "parent"
    text_empty    = "parent"
    text_set      = "parent"
    none_list     = ""
    none_empty    = ""
    none_set      = ""
    map_list      = { p = 1, both = "p" }
    map_empty     = { p = 1, both = "p" }
    map_set       = { p = 1, both = "p" }
    bare_list     = {}
    bare_empty    = {}
    bare_set      = {}
    null_null     = null
    null_flag     = null
    null_number   = null
    null_text     = null
    null_none     = null
    null_list     = null
    null_empty    = null
    null_set      = null
    null_map      = null
    null_bare     = null
    flag_null     = true
    flag_flag     = true
    flag_number   = true
    flag_text     = true
    flag_none     = true
    flag_map      = true
    flag_bare     = true
    off_null      = false
    off_flag      = false
    off_number    = false
    off_text      = false
    off_none      = false
    off_map       = false
    off_bare      = false
    number_null   = 1
    number_flag   = 1
    number_number = 1
    number_text   = 1
    number_none   = 1
    number_map    = 1
    number_bare   = 1
    text_null     = "parent"
    text_flag     = "parent"
    text_number   = "parent"
    text_text     = "parent"
    text_none     = "parent"
    text_map      = "parent"
    text_bare     = "parent"
    none_null     = ""
    none_flag     = ""
    none_number   = ""
    none_text     = ""
    none_none     = ""
    none_map      = ""
    none_bare     = ""
    list_null     = ["p"]
    list_flag     = ["p"]
    list_number   = ["p"]
    list_text     = ["p"]
    list_none     = ["p"]
    list_list     = ["p"]
    list_empty    = ["p"]
    list_set      = ["p"]
    list_map      = ["p"]
    list_bare     = ["p"]
    empty_null    = []
    empty_flag    = []
    empty_number  = []
    empty_text    = []
    empty_none    = []
    empty_list    = []
    empty_empty   = []
    empty_set     = []
    empty_map     = []
    empty_bare    = []
    set_null      = toset(["p"])
    set_flag      = toset(["p"])
    set_number    = toset(["p"])
    set_text      = toset(["p"])
    set_none      = toset(["p"])
    set_list      = toset(["p"])
    set_empty     = toset(["p"])
    set_set       = toset(["p"])
    set_map       = toset(["p"])
    set_bare      = toset(["p"])
    map_null      = { p = 1, both = "p" }
    map_flag      = { p = 1, both = "p" }
    map_number    = { p = 1, both = "p" }
    map_text      = { p = 1, both = "p" }
    map_none      = { p = 1, both = "p" }
    map_map       = { p = 1, both = "p" }
    map_bare      = { p = 1, both = "p" }
    bare_null     = {}
    bare_flag     = {}
    bare_number   = {}
    bare_text     = {}
    bare_none     = {}
    bare_map      = {}
    bare_bare     = {}
  }
}
