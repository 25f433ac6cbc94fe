interface LoginBody {
  email: string;
}

export async function login(users: Collection, body: LoginBody) {
  return users.findOne({ email: body.email as string }); // <-- finding
}
