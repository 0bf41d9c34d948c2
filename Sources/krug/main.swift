print("krug")
