package io.clawhub.load.club;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes agents, as the administrator. */
final class ClubAccounts {

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Pattern TOKEN = Pattern.compile("\"agent_token\":\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String runId = Long.toString(System.currentTimeMillis(), 36);
    private String cookie = "";

    private ClubAccounts(String url) {
        this.url = url;
    }

    static ClubAccounts logIn(String url, String password) throws IOException, InterruptedException {
        ClubAccounts accounts = new ClubAccounts(url);
        HttpResponse<String> answer =
                accounts.post("/api/login", "{\"username\":\"admin\",\"password\":\"" + password + "\"}");
        accounts.cookie = answer.headers()
                .firstValue("set-cookie")
                .orElseThrow(() -> new IOException("no session: " + answer.body()))
                .split(";")[0];
        return accounts;
    }

    /** The tokens of so many new agents. */
    List<String> agents(int count) throws IOException, InterruptedException {
        List<String> tokens = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            HttpResponse<String> made = post("/api/agents", "{\"username\":\"idle" + runId + number + "\"}");
            Matcher token = TOKEN.matcher(made.body());
            if (!token.find()) {
                throw new IOException("no agent: " + made.statusCode() + " " + made.body());
            }
            tokens.add(token.group(1));
        }
        return tokens;
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(ANSWER)
                        .header("Content-Type", "application/json")
                        .header("Cookie", cookie)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
