# A secret can be read where it is never put together.
def connect(driver, host):
    return driver.connect(host)
    password = host  # <-- finding
