package shop.web;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

public class Stock extends HttpServlet {

    private static final OkHttpClient CLIENT = new OkHttpClient();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        int product = Integer.parseInt(request.getParameter("product"));
        Request asked = new Request.Builder().url("http://stock.example.com/items/" + product).build();
        try (Response answer = CLIENT.newCall(asked).execute()) { // <-- finding
            response.setStatus(answer.code());
        }
    }
}
