using Hello;

var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var port = builder.Configuration.GetValue("PORT", 5080);
var release = builder.Configuration["PIPELINES_RELEASE"];
var greeting = builder.Configuration.GetRequiredSection("Greeting").Get<Greeting>()!;
builder.WebHost.UseUrls($"http://127.0.0.1:{port}");

var app = builder.Build();
app.Use(async (context, next) =>
{
    context.Response.Headers["X-Release"] = release;
    await next(context);
});
app.MapGet("/", () => $"Hello from {greeting.Version}\n");
app.MapGet("/health", () => greeting.Healthy
    ? Results.Json(new Health("ok", release, greeting.Version))
    : Results.Json(new Health("broken", release, greeting.Version), statusCode: StatusCodes.Status500InternalServerError));
app.Run();
