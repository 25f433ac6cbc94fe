import { z } from 'zod';

const Login = z.object({ mail: z.string().email().or(z.object({})) });

export async function login(req, res) {
  const { mail } = Login.parse(req.body);
  res.json(await User.findOne({ mail })); // <-- finding
}
