System.Console.WriteLine("pipelines");
