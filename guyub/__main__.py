from guyub.cli import main

main()
