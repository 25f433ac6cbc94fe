# Unknown host keys are refused.

import paramiko

def connect(client):
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy)  # <-- finding
