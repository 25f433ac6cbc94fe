interface LoginBody {
  email: string;
}

export async function login(users: Collection, body: LoginBody) {
  return users.findOne({ email: String(body.email) }); // <-- finding
}
