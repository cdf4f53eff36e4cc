include "parent" {
  path           = "../parent.hcl"
  merge_strategy = "shallow"
}

inputs = {
  flag_list     = ["c"]
  flag_empty    = []
  flag_set      = toset(["c"])
  off_list      = ["c"]
  off_empty     = []
  off_set       = toset(["c"])
  number_list   = ["c"]
  number_empty  = []
  number_set    = toset(["c"])
  text_list     = ["c"]
  text_empty    = []
  text_set      = toset(["c"])
  none_list     = ["c"]
  none_empty    = []
  none_set      = toset(["c"])
  map_list      = ["c"]
  map_empty     = []
  map_set       = toset(["c"])
  bare_list     = ["c"]
  bare_empty    = []
  bare_set      = toset(["c"])
  null_null     = null
  null_flag     = false
  null_number   = 0
  null_text     = "child"
  null_none     = ""
  null_list     = ["c"]
  null_empty    = []
  null_set      = toset(["c"])
  null_map      = { c = 1, both = "c" }
  null_bare     = {}
  flag_null     = null
  flag_flag     = false
  flag_number   = 0
  flag_text     = "child"
  flag_none     = ""
  flag_map      = { c = 1, both = "c" }
  flag_bare     = {}
  off_null      = null
  off_flag      = false
  off_number    = 0
  off_text      = "child"
  off_none      = ""
  off_map       = { c = 1, both = "c" }
  off_bare      = {}
  number_null   = null
  number_flag   = false
  number_number = 0
  number_text   = "child"
  number_none   = ""
  number_map    = { c = 1, both = "c" }
  number_bare   = {}
  text_null     = null
  text_flag     = false
  text_number   = 0
  text_text     = "child"
  text_none     = ""
  text_map      = { c = 1, both = "c" }
  text_bare     = {}
  none_null     = null
  none_flag     = false
  none_number   = 0
  none_text     = "child"
  none_none     = ""
  none_map      = { c = 1, both = "c" }
  none_bare     = {}
  list_null     = null
  list_flag     = false
  list_number   = 0
  list_text     = "child"
  list_none     = ""
  list_list     = ["c"]
  list_empty    = []
  list_set      = toset(["c"])
  list_map      = { c = 1, both = "c" }
  list_bare     = {}
  empty_null    = null
  empty_flag    = false
  empty_number  = 0
  empty_text    = "child"
  empty_none    = ""
  empty_list    = ["c"]
  empty_empty   = []
  empty_set     = toset(["c"])
  empty_map     = { c = 1, both = "c" }
  empty_bare    = {}
  set_null      = null
  set_flag      = false
  set_number    = 0
  set_text      = "child"
  set_none      = ""
  set_list      = ["c"]
  set_empty     = []
  set_set       = toset(["c"])
  set_map       = { c = 1, both = "c" }
  set_bare      = {}
  map_null      = null
  map_flag      = false
  map_number    = 0
  map_text      = "child"
  map_none      = ""
  map_map       = { c = 1, both = "c" }
  map_bare      = {}
  bare_null     = null
  bare_flag     = false
  bare_number   = 0
  bare_text     = "child"
  bare_none     = ""
  bare_map      = { c = 1, both = "c" }
  bare_bare     = {}
  nested = {
    flag_list     = ["c"]
    flag_empty    = []
    flag_set      = toset(["c"])
    off_list      = ["c"]
    off_empty     = []
    off_set       = toset(["c"])
    number_list   = ["c"]
    number_empty  = []
    number_set    = toset(["c"])
    text_list     = ["c"]
    text_empty    = []
    text_set      = toset(["c"])
    none_list     = ["c"]
    none_empty    = []
    none_set      = toset(["c"])
    map_list      = ["c"]
    map_empty     = []
    map_set       = toset(["c"])
    bare_list     = ["c"]
    bare_empty    = []
    bare_set      = toset(["c"])
    null_null     = null
    null_flag     = false
    null_number   = 0
    null_text     = "child"
    null_none     = ""
    null_list     = ["c"]
    null_empty    = []
    null_set      = toset(["c"])
    null_map      = { c = 1, both = "c" }
    null_bare     = {}
    flag_null     = null
    flag_flag     = false
    flag_number   = 0
    flag_text     = "child"
    flag_none     = ""
    flag_map      = { c = 1, both = "c" }
    flag_bare     = {}
    off_null      = null
    off_flag      = false
    off_number    = 0
    off_text      = "child"
    off_none      = ""
    off_map       = { c = 1, both = "c" }
    off_bare      = {}
    number_null   = null
    number_flag   = false
    number_number = 0
    number_text   = "child"
    number_none   = ""
    number_map    = { c = 1, both = "c" }
    number_bare   = {}
    text_null     = null
    text_flag     = false
    text_number   = 0
    text_text     = "child"
    text_none     = ""
    text_map      = { c = 1, both = "c" }
    text_bare     = {}
    none_null     = null
    none_flag     = false
    none_number   = 0
    none_text     = "child"
    none_none     = ""
    none_map      = { c = 1, both = "c" }
    none_bare     = {}
    list_null     = null
    list_flag     = false
    list_number   = 0
    list_text     = "child"
    list_none     = ""
    list_list     = ["c"]
    list_empty    = []
    list_set      = toset(["c"])
    list_map      = { c = 1, both = "c" }
    list_bare     = {}
    empty_null    = null
    empty_flag    = false
    empty_number  = 0
    empty_text    = "child"
    empty_none    = ""
    empty_list    = ["c"]
    empty_empty   = []
    empty_set     = toset(["c"])
    empty_map     = { c = 1, both = "c" }
    empty_bare    = {}
    set_null      = null
    set_flag      = false
    set_number    = 0
    set_text      = "child"
    set_none      = ""
    set_list      = ["c"]
    set_empty     = []
    set_set       = toset(["c"])
    set_map       = { c = 1, both = "c" }
    set_bare      = {}
    map_null      = null
    map_flag      = false
    map_number    = 0
    map_text      = "child"
    map_none      = ""
    map_map       = { c = 1, both = "c" }
    map_bare      = {}
    bare_null     = null
    bare_flag     = false
    bare_number   = 0
    bare_text     = "child"
    bare_none     = ""
    bare_map      = { c = 1, both = "c" }
    bare_bare     = {}
  }
}
